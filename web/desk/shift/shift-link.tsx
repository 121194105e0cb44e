import { useQuery } from '@tanstack/react-query';
import { Badge } from 'antd';
import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { waitingQuery } from './shift-query.ts';
import { useMyPosts } from './use-my-posts.ts';

/** Leads to the handover of shifts, with how many wait for me. */
export const ShiftLink = () => {
  const say = useSay();
  const me = useOwner();
  const posts = useMyPosts();
  const waiting = useQuery({ ...waitingQuery, enabled: posts.length > 0 }).data?.items ?? [];
  if (posts.length === 0) return null;
  return (
    <Badge count={waiting.filter(({ fromId }) => fromId !== me.userId).length} size="small" offset={[4, 0]}>
      <Link href="/shift" className="top-link">
        {say('交接班', 'Shift')}
      </Link>
    </Badge>
  );
};
