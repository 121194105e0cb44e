import { Button } from 'antd';
import { useSay } from '../../shared/language.ts';

interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** Loads the next page of a list, where there is one. */
export const MoreButton = ({ of }: { readonly of: Paged }) => {
  const say = useSay();
  if (!of.hasNextPage) return null;
  return (
    <p className="more">
      <Button loading={of.isFetchingNextPage} onClick={() => of.fetchNextPage()}>
        {say('继续加载', 'Load more')}
      </Button>
    </p>
  );
};
