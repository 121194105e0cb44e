import { Button, Checkbox, Form } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../../shared/language.ts';
import type { DeviceModel } from '../../device/device-query.ts';
import { SelectField } from '../../fields/select-field.tsx';
import { useWordOptions } from '../../list/filter-fields.tsx';
import { DurationField, IndicatorField, LevelFields, NumberField, SeverityField } from './rule-fields.tsx';
import type { Condition } from './rule-query.ts';

interface Props {
  readonly kind: Condition['kind'];
  readonly model: DeviceModel | undefined;
}

const at = (...rest: (string | number)[]) => ['condition', ...rest];

/** Further levels, each farther out, at which a raised alarm becomes more serious. */
const FurtherLevels = ({ unit }: { readonly unit: string }) => {
  const say = useSay();
  return (
    <Form.List name={['condition', 'levels']}>
      {(fields, { add, remove }) => (
        <div className="whole-row">
          {fields.map(({ key, name }) => (
            <div key={key} className="fields listed">
              <NumberField path={[name, 'raiseAt']} label={say('再到', 'Then at')} unit={unit} />
              <SeverityField path={[name, 'severity']} label={say('升为', 'becomes')} />
              <Button onClick={() => remove(name)}>{say('去掉', 'Remove')}</Button>
            </div>
          ))}
          {fields.length < 3 && (
            <Button onClick={() => add({})}>{say('＋ 更高一级', '+ A further level')}</Button>
          )}
        </div>
      )}
    </Form.List>
  );
};

const CompositeFields = ({ model }: Pick<Props, 'model'>) => {
  const say = useSay();
  return (
    <>
      <SelectField
        path={at('mode')}
        label={say('组合', 'Together')}
        options={[
          { value: 'all', label: say('全部满足', 'All of them') },
          { value: 'any', label: say('任一满足', 'Any of them') },
        ]}
      />
      <Form.List name={['condition', 'parts']}>
        {(fields, { add, remove }) => (
          <div className="whole-row">
            {fields.map(({ key, name }) => (
              <div key={key} className="fields listed">
                <IndicatorField path={[name, 'indicator']} model={model} />
                <LevelFields path={[name]} unit="" />
                {fields.length > 2 && <Button onClick={() => remove(name)}>{say('去掉', 'Remove')}</Button>}
              </div>
            ))}
            {fields.length < 8 && (
              <Button onClick={() => add({ direction: 'above' })}>
                {say('＋ 一项指标', '+ An indicator')}
              </Button>
            )}
          </div>
        )}
      </Form.List>
      <DurationField path={at('withinSeconds')} label={say('各值的有效时间', 'A value counts for')} />
      <DurationField path={at('forSeconds')} label={say('持续', 'For')} />
    </>
  );
};

/** The fields of a condition, by its kind and by what the model measures. */
export const ConditionFields = ({ kind, model }: Props): ReactNode => {
  const say = useSay();
  const optionsOf = useWordOptions();
  const code: unknown = Form.useWatch(['condition', 'indicator']);
  const indicator = model?.indicators.find((each) => each.code === code);
  const unit = indicator?.unit ?? '';
  const range =
    indicator === undefined
      ? undefined
      : say(`量程 ${indicator.min} 至 ${indicator.max}`, `Range ${indicator.min} to ${indicator.max}`);
  switch (kind) {
    case 'threshold':
      return (
        <>
          <IndicatorField path={at('indicator')} model={model} />
          <LevelFields path={at()} unit={unit} range={range} />
          <DurationField path={at('forSeconds')} label={say('持续', 'For')} />
          <FurtherLevels unit={unit} />
        </>
      );
    case 'rateOfChange':
      return (
        <>
          <IndicatorField path={at('indicator')} model={model} />
          <SelectField
            path={at('direction')}
            label={say('方向', 'Direction')}
            options={[
              { value: 'rise', label: say('上升', 'Rises') },
              { value: 'fall', label: say('下降', 'Falls') },
            ]}
          />
          <DurationField path={at('windowSeconds')} label={say('时间', 'Within')} />
          <NumberField path={at('raiseAt')} label={say('变化达到', 'Changes by')} unit={unit} />
          <NumberField
            path={at('clearAt')}
            label={say('变化不超过则解除', 'Clears at a change of')}
            unit={unit}
          />
        </>
      );
    case 'noData':
      return (
        <>
          <IndicatorField path={at('indicator')} model={model} isOptional />
          <DurationField path={at('afterSeconds')} label={say('没有数据达到', 'Without data for')} />
        </>
      );
    case 'stuck':
      return (
        <>
          <IndicatorField path={at('indicator')} model={model} />
          <DurationField path={at('forSeconds')} label={say('持续不变', 'The same for')} />
          <NumberField path={at('tolerance')} label={say('变化不超过', 'Within')} unit={unit} />
        </>
      );
    case 'composite':
      return <CompositeFields model={model} />;
    case 'spatial':
      return (
        <>
          <IndicatorField path={at('indicator')} model={model} />
          <LevelFields path={at()} unit={unit} range={range} />
          <SelectField
            path={at('scope')}
            label={say('区域', 'Area')}
            options={[
              { value: 'grid', label: say('同一网格', 'One grid') },
              { value: 'division', label: say('同一区划', 'One division') },
            ]}
          />
          <NumberField path={at('minDevices')} label={say('至少（台）', 'Devices at least')} />
          <NumberField
            path={at('minShare')}
            label={say('且占比（0 至 1，可不填）', 'And share (0 to 1, may be left out)')}
            isOptional
          />
          <DurationField path={at('withinSeconds')} label={say('时间', 'Within')} />
        </>
      );
    case 'index':
      return (
        <>
          <SelectField
            path={at('index')}
            label={say('指数', 'Index')}
            options={optionsOf('indexKinds').filter(({ value }) =>
              model?.indices?.some((each) => each.kind === value),
            )}
          />
          <SelectField
            path={at('period')}
            label={say('时段', 'Period')}
            options={optionsOf('indexPeriods')}
          />
          <SelectField
            path={at('level', 'direction')}
            label={say('方向', 'Direction')}
            isOptional
            options={[
              { value: 'above', label: say('达到或高于', 'At or above') },
              { value: 'below', label: say('达到或低于', 'At or below') },
            ]}
          />
          <NumberField path={at('level', 'raiseAt')} label={say('告警值', 'Raised at')} isOptional />
          <NumberField path={at('level', 'clearAt')} label={say('解除值', 'Clears at')} isOptional />
          <SelectField
            path={at('grades')}
            label={say('或为等级（按标准的写法）', 'Or its grade (as the standard writes it)')}
            mode="tags"
            isOptional
            options={[]}
          />
        </>
      );
    case 'detection':
      return (
        <>
          <SelectField
            path={at('type')}
            label={say('识别或报警类型', 'Type')}
            options={(model?.detections ?? []).map(({ type, name }) => ({ value: type, label: name }))}
          />
          <NumberField
            path={at('minConfidence')}
            label={say('置信度至少（0 至 1）', 'Confidence at least (0 to 1)')}
          />
          <NumberField path={at('minCount')} label={say('次数', 'Times')} />
          <DurationField path={at('windowSeconds')} label={say('时间', 'Within')} />
          <Form.Item name={at('eachTrack')} valuePropName="checked" label={say('部位', 'Parts')}>
            <Checkbox>{say('每个部位分别告警', 'Each part by itself')}</Checkbox>
          </Form.Item>
        </>
      );
  }
};
