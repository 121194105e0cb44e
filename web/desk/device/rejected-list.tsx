import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { pageAt, paged } from '../list/paged.ts';
import { Problem } from '../list/problem.tsx';
import { payloadText } from './payload.ts';

type Rejected = Schemas['Rejected'];
export interface RejectedFilter {
  readonly deviceId?: string | undefined;
  readonly reason?: string | undefined;
  readonly state?: string | undefined;
}

const REJECTED = 'rejected';
const PAGE_SIZE = 20;

const rejectedQuery = ({ deviceId, reason, state }: RejectedFilter) =>
  infiniteQueryOptions({
    queryKey: [REJECTED, deviceId, reason, state] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/rejected', {
          params: {
            query: {
              ...pageAt(pageParam, PAGE_SIZE),
              ...(deviceId === undefined ? {} : { device: deviceId }),
              ...(reason === undefined ? {} : { reason }),
              ...(state === undefined ? {} : { state: state as Rejected['state'] }),
            },
          },
        }),
      ),
    ...paged,
  });

/** Taking a message again, or giving it up with a reason. */
const Settle = ({ rejected: { rejectionId, replayable } }: { readonly rejected: Rejected }) => {
  const say = useSay();
  const client = useQueryClient();
  const [isDiscarding, setDiscarding] = useState(false);
  const params = { path: { rejectionId } };
  const onSettled = () => client.invalidateQueries({ queryKey: [REJECTED] });
  const replay = useMutation({
    mutationFn: () => take(api.POST('/api/v1/rejected/{rejectionId}/replay', { params, body: {} })),
    onSettled,
  });
  const discard = useMutation({
    mutationFn: (body: { reason: string }) =>
      take(api.POST('/api/v1/rejected/{rejectionId}/discard', { params, body })),
    onSettled,
  });
  const error = replay.error ?? discard.error;
  return (
    <>
      <Problem error={error} />
      {isDiscarding ? (
        <Form<{ reason: string }>
          className="acts"
          aria-label={say('放弃报文', 'Give the message up')}
          onFinish={(body) => discard.mutate(body)}
        >
          <Form.Item
            name="reason"
            noStyle
            rules={[{ required: true, whitespace: true, message: say('请填写原因', 'Enter the reason') }]}
          >
            <Input
              aria-label={say('放弃原因', 'Reason')}
              placeholder={say('放弃原因', 'Reason')}
              maxLength={500}
            />
          </Form.Item>
          <Button size="small" danger htmlType="submit" loading={discard.isPending}>
            {say('放弃', 'Give up')}
          </Button>
          <Button size="small" onClick={() => setDiscarding(false)}>
            {say('取消', 'Cancel')}
          </Button>
        </Form>
      ) : (
        <p className="acts">
          <Button
            size="small"
            disabled={!replayable}
            loading={replay.isPending}
            onClick={() => replay.mutate()}
          >
            {say('重放', 'Take again')}
          </Button>
          <Button size="small" onClick={() => setDiscarding(true)}>
            {say('放弃', 'Give up')}
          </Button>
          {!replayable && (
            <span className="hint">{say('保存的内容不完整', 'What is kept is not whole')}</span>
          )}
        </p>
      )}
    </>
  );
};

/** Messages that could not be taken: why, and the bytes as text. */
export const RejectedList = (filter: RejectedFilter) => {
  const say = useSay();
  const word = useWord();
  const me = useOwner();
  const asked = useInfiniteQuery(rejectedQuery(filter));
  const items = asked.data?.pages.flatMap((page) => page.items) ?? [];
  const stateWords = {
    open: say('待处理', 'Open'),
    replayed: say('已重放', 'Taken again'),
    discarded: say('已放弃', 'Given up'),
  } as const;
  return (
    <Loaded of={asked}>
      {items.length === 0 && <p className="hint">{say('没有异常报文。', 'None.')}</p>}
      <ul className="rejected">
        {items.map((rejected) => (
          <li key={rejected.rejectionId}>
            <p>
              <strong>{word('rejectionReasons', rejected.reason)}</strong>{' '}
              <span className="tag">{stateWords[rejected.state]}</span> <Moment at={rejected.receivedAt} />
            </p>
            <p className="second wrap">
              {filter.deviceId === undefined && rejected.deviceId !== null && (
                <>
                  <Link href={`/devices/${encodeURIComponent(rejected.deviceId)}`}>
                    {rejected.deviceId}
                  </Link>{' '}
                </>
              )}
              {rejected.topic} · {say(`${rejected.size} 字节`, `${rejected.size} bytes`)} · {rejected.detail}
            </p>
            <details>
              <summary>
                {say('原文', 'The message')}
                {rejected.payloadTruncated && say('（截断）', ' (cut)')}
              </summary>
              <pre>{payloadText(rejected.payload)}</pre>
            </details>
            {rejected.state === 'open' && mayDo(me, 'rejected:manage') && <Settle rejected={rejected} />}
          </li>
        ))}
      </ul>
      <MoreButton of={asked} />
    </Loaded>
  );
};
