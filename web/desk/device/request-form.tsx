import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Form, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { Problem } from '../list/problem.tsx';
import type { DeviceInFull } from './device-query.ts';
import {
  type Parameter,
  parametersOf,
  type RequestKind,
  useChoicesOf,
  useRequestKinds,
  useTitleOf,
} from './request-kinds.ts';

type Value = string | number | readonly string[] | null | undefined;

const ParameterInput = ({
  parameter: { type, format, enum: values },
  choices,
  value,
  onChange,
  id,
}: {
  readonly parameter: Parameter;
  readonly choices: readonly { readonly value: string; readonly label: string }[] | undefined;
  readonly value?: Value;
  readonly onChange?: (value: Value) => void;
  readonly id?: string;
}) => {
  const bound = { ...(id === undefined ? {} : { id }), ...(value === undefined ? {} : { value }), onChange };
  const options = choices ?? values?.map((each) => ({ value: each, label: String(each) }));
  if (options !== undefined)
    return (
      <Select
        {...(bound as object)}
        {...(type === 'array' ? { mode: 'multiple' as const } : {})}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...options]}
      />
    );
  if (type === 'number' || type === 'integer') return <InputNumber {...(bound as object)} />;
  if (format === 'date-time')
    return (
      <DatePicker
        {...(id === undefined ? {} : { id })}
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        value={typeof value === 'string' ? dayjs(value) : null}
        onChange={(next) => onChange?.(next?.second(0).millisecond(0).toISOString())}
      />
    );
  return <Input {...(bound as object)} />;
};

const nameOf = ({ standard, kind }: Pick<RequestKind, 'standard' | 'kind'>): string => `${standard} ${kind}`;

/** Asks a device for something over its own connection. */
export const RequestForm = ({
  device: { deviceId, aliases = [] },
  onDone,
}: {
  readonly device: DeviceInFull;
  readonly onDone: () => void;
}) => {
  const say = useSay();
  const word = useWord();
  const titleOf = useTitleOf();
  const choicesOf = useChoicesOf();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string>();
  const [key] = useState(() => crypto.randomUUID());
  const spoken = useRequestKinds().filter((each) =>
    aliases.some(({ standard }) => standard === each.standard),
  );
  const current = spoken.find((each) => nameOf(each) === chosen);
  const { properties, required } = parametersOf(current);
  const ask = useMutation({
    mutationFn: (parameters: Record<string, unknown>) =>
      take(
        api.POST('/api/v1/devices/{deviceId}/requests', {
          params: { path: { deviceId } },
          headers: { 'idempotency-key': key } as never,
          body: { kind: current!.kind, standard: current!.standard, parameters },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['device-requests', deviceId] });
      onDone();
    },
  });
  return (
    <Form<Record<string, unknown>>
      layout="vertical"
      className="step-form"
      aria-label={say('向设备发请求', 'Ask the device')}
      onFinish={(parameters) =>
        ask.mutate(
          Object.fromEntries(
            Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''),
          ),
        )
      }
    >
      <Form.Item label={say('请求', 'What')} htmlFor="request-kind">
        <Select
          id="request-kind"
          value={chosen ?? null}
          onChange={(next: string | null) => setChosen(next ?? undefined)}
          options={spoken.map((each) => ({
            value: nameOf(each),
            label: `${titleOf(each)}（${each.standardLabel}）`,
          }))}
        />
      </Form.Item>
      {Object.entries(properties).map(([name, parameter]) => (
        <Form.Item
          key={`${chosen} ${name}`}
          name={name}
          label={word('requestMembers', name)}
          rules={[{ required: required.includes(name), message: say('请填写', 'Enter it') }]}
        >
          <ParameterInput parameter={parameter} choices={choicesOf(current, name)} />
        </Form.Item>
      ))}
      <Problem error={ask.error} />
      <p className="acts">
        <Button type="primary" htmlType="submit" disabled={current === undefined} loading={ask.isPending}>
          {say('发送', 'Send')}
        </Button>
        <Button onClick={onDone}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};
