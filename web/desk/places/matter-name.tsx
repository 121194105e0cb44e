import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';

/** What a matter is called in the filing standards. */
export const MatterName = ({ code }: { readonly code: string }) => {
  const matters = useQuery({
    queryKey: ['matters'],
    queryFn: () => take(api.GET('/api/v1/matters', { params: { query: {} } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const matter = matters.data?.items.find(({ matterCode }) => matterCode === code);
  return <>{matter === undefined ? code : `${matter.majorName} ${matter.name}`}</>;
};
