import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Drawer, Empty } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { api, take } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import { NOTIFICATIONS } from '../queue/live-cache.ts';

const SHOWN = 50;

/** What I was told: how many wait, and the list of them. */
export const Messages = () => {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: [NOTIFICATIONS, 'count'],
    queryFn: () => take(api.GET('/api/v1/notifications/unread-count')),
  });
  const count = data?.count ?? 0;
  const name = say('一网 · 指挥中心', 'Yiwang · Command centre');
  useEffect(() => {
    document.title = count === 0 ? name : `(${count}) ${name}`;
  }, [count, name]);
  return (
    <>
      <Badge count={count} size="small" offset={[-4, 6]}>
        <Button type="text" onClick={() => setOpen(true)}>
          {say('消息', 'Messages')}
        </Button>
      </Badge>
      <Drawer title={say('消息', 'Messages')} open={isOpen} onClose={() => setOpen(false)} destroyOnHidden>
        <MessageList onLeave={() => setOpen(false)} />
      </Drawer>
    </>
  );
};

const MessageList = ({ onLeave }: { readonly onLeave: () => void }) => {
  const say = useSay();
  const language = useLanguage();
  const now = useNow();
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: [NOTIFICATIONS, 'unread'],
    queryFn: () =>
      take(api.GET('/api/v1/notifications', { params: { query: { unread: true, limit: SHOWN } } })),
  });
  const acknowledge = useMutation({
    mutationFn: (notificationId: string) =>
      take(
        api.POST('/api/v1/notifications/{notificationId}/acknowledgement', {
          params: { path: { notificationId } },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: [NOTIFICATIONS] }),
  });
  if (error) return <p role="alert">{error.message}</p>;
  if (data === undefined) return <p>{say('正在读取…', 'Loading…')}</p>;
  if (data.items.length === 0) return <Empty description={say('没有未读消息', 'Nothing unread')} />;
  return (
    <ul className="messages">
      {data.items.map(({ notificationId, kind, title, body, caseId, at, urgent }) => (
        <li key={notificationId}>
          <p>
            {urgent && <span className="mark-red">{say('急', 'Urgent')}</span>}
            <strong>{language === 'en' ? title.en : title.zh}</strong>
            <time dateTime={at}>{momentWords(Date.parse(at), now, say)}</time>
          </p>
          <p>{language === 'en' ? body.en : body.zh}</p>
          <p className="acts">
            {caseId !== null && (
              <Link href={`/cases/${caseId}`} onClick={onLeave}>
                {say('打开案件', 'Open the case')}
              </Link>
            )}
            {kind === 'shiftHandover' && (
              <Link href="/shift" onClick={onLeave}>
                {say('去接班', 'Take over')}
              </Link>
            )}
            <Button
              size="small"
              loading={acknowledge.isPending && acknowledge.variables === notificationId}
              onClick={() => acknowledge.mutate(notificationId)}
            >
              {say('知道了', 'Seen')}
            </Button>
          </p>
        </li>
      ))}
    </ul>
  );
};
