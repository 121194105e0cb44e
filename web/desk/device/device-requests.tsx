import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { exactMoment, momentWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import type { DeviceInFull } from './device-query.ts';

/** What the JSON schema of a kind's parameters says of one of them. */
interface Parameter {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly (string | number)[];
}
interface ParameterSchema {
  readonly properties?: Readonly<Record<string, Parameter>>;
  readonly required?: readonly string[];
}

const SHOWN = 10;

const ParameterInput = ({
  parameter: { type, enum: values },
  ...bound
}: {
  readonly parameter: Parameter;
  readonly value?: string | number;
  readonly onChange?: (value: string | number | null) => void;
  readonly id?: string;
}) => {
  if (values !== undefined)
    return (
      <Select {...(bound as object)} options={values.map((value) => ({ value, label: String(value) }))} />
    );
  if (type === 'number' || type === 'integer') return <InputNumber {...(bound as object)} />;
  return <Input {...(bound as object)} />;
};

const Ask = ({
  device: { deviceId, aliases = [] },
  onDone,
}: {
  readonly device: DeviceInFull;
  readonly onDone: () => void;
}) => {
  const say = useSay();
  const language = useLanguage();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string>();
  const [key] = useState(() => crypto.randomUUID());
  const kinds = useQuery({
    queryKey: ['device-request-kinds'],
    queryFn: () => take(api.GET('/api/v1/device-request-kinds', { params: { query: {} } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const spoken = (kinds.data?.items ?? []).filter((each) =>
    aliases.some(({ standard }) => standard === each.standard),
  );
  const nameOf = ({ standard, kind }: { readonly standard: string; readonly kind: string }) =>
    `${standard} ${kind}`;
  const current = spoken.find((each) => nameOf(each) === chosen);
  const { properties = {}, required = [] } = (current?.parameters ?? {}) as ParameterSchema;
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
            label: `${language === 'en' ? each.titleEn : each.titleZh}（${each.standard}）`,
          }))}
        />
      </Form.Item>
      {Object.entries(properties).map(([name, parameter]) => (
        <Form.Item
          key={name}
          name={name}
          label={name}
          rules={[{ required: required.includes(name), message: say('请填写', 'Enter it') }]}
        >
          <ParameterInput parameter={parameter} />
        </Form.Item>
      ))}
      {ask.error !== null && <Alert type="error" showIcon role="alert" title={ask.error.message} />}
      <p className="acts">
        <Button type="primary" htmlType="submit" disabled={current === undefined} loading={ask.isPending}>
          {say('发送', 'Send')}
        </Button>
        <Button onClick={onDone}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};

/** What the centre asked of the device over its connection, and what became of it. */
export const DeviceRequests = ({ device }: { readonly device: DeviceInFull }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const [isAsking, setAsking] = useState(false);
  const { deviceId, aliases = [], status } = device;
  const asked = useQuery({
    queryKey: ['device-requests', deviceId],
    queryFn: () =>
      take(
        api.GET('/api/v1/devices/{deviceId}/requests', {
          params: { path: { deviceId }, query: { limit: SHOWN } },
        }),
      ),
    // Answers come over the device's connection, of which the live stream tells nothing.
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ endedAt }) => endedAt === null) === true ? 3000 : false,
  });
  const items = asked.data?.items ?? [];
  // A device of our own protocol can be asked for nothing.
  if (aliases.length === 0 && items.length === 0) return null;
  return (
    <section aria-label={say('向设备的请求', 'Requests to it')}>
      <h3>{say('向设备的请求', 'Requests to it')}</h3>
      {isAsking ? (
        <Ask device={device} onDone={() => setAsking(false)} />
      ) : (
        <Button disabled={status === 'retired'} onClick={() => setAsking(true)}>
          {say('发请求', 'Ask')}
        </Button>
      )}
      <Loaded of={asked}>
        <ul className="rejected">
          {items.map((request) => (
            <li key={request.requestId}>
              <p>
                <strong>{request.kind}</strong>{' '}
                <span className="tag">{word('deviceRequestStatuses', request.status)}</span>{' '}
                <time dateTime={request.madeAt} title={exactMoment(request.madeAt)}>
                  {momentWords(Date.parse(request.madeAt), now, say)}
                </time>
              </p>
              {request.result !== null && <pre>{JSON.stringify(request.result, undefined, 1)}</pre>}
            </li>
          ))}
        </ul>
      </Loaded>
    </section>
  );
};
