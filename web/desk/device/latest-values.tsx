import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { exactMoment, momentWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { RowTable } from '../list/row-table.tsx';
import { type Device, useModels } from './device-query.ts';

/** The latest value of each indicator, with its unit and what speaks against it. */
export const LatestValues = ({ device }: { readonly device: Device }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const model = useModels().find(({ modelId }) => modelId === device.modelId);
  const { readings, detection } = device;
  const known = model?.indicators.filter(({ code }) => readings[code] !== undefined) ?? [];
  const others = Object.keys(readings)
    .filter((code) => !known.some((each) => each.code === code))
    .map((code) => ({ code, name: code, unit: '' }));
  const rows = [...known, ...others];
  return (
    <section aria-label={say('最新数值', 'Latest values')}>
      <h3>{say('最新数值', 'Latest values')}</h3>
      {rows.length === 0 && detection === null && (
        <p className="hint">{say('还没有数据。', 'Nothing has come yet.')}</p>
      )}
      {rows.length > 0 && (
        <RowTable
          isShort
          caption={say('最新数值', 'Latest values')}
          rows={rows}
          idOf={({ code }) => code}
          columns={[
            { name: say('指标', 'Indicator'), cell: ({ name }) => name },
            {
              name: say('数值', 'Value'),
              cell: ({ code, unit }) => (
                <>
                  {readings[code]!.value} {unit}
                  {(readings[code]!.quality ?? []).map((flag) => (
                    <span key={flag} className="tag">
                      {word('qualityFlags', flag)}
                    </span>
                  ))}
                </>
              ),
            },
            {
              name: say('时间', 'When'),
              cell: ({ code }) => (
                <time title={exactMoment(readings[code]!.observedAt)}>
                  {momentWords(Date.parse(readings[code]!.observedAt), now, say)}
                </time>
              ),
            },
          ]}
        />
      )}
      {detection !== null && (
        <p>
          {say('最近识别：', 'Latest detection: ')}
          {model?.detections.find(({ type }) => type === detection.type)?.name ?? detection.type}
          {say(
            `，置信度 ${Math.round(detection.confidence * 100)}%`,
            `, confidence ${Math.round(detection.confidence * 100)} %`,
          )}
          {detection.place === undefined ? '' : `，${detection.place}`}，
          {momentWords(Date.parse(detection.observedAt), now, say)}
        </p>
      )}
    </section>
  );
};
