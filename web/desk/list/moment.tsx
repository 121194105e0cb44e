import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { exactMoment, momentWords } from '../../shared/time-left.ts';

/** When something was, as people say it; the exact moment on hover. */
export const Moment = ({ at }: { readonly at: string }) => {
  const say = useSay();
  const now = useNow();
  return (
    <time dateTime={at} title={exactMoment(at)}>
      {momentWords(Date.parse(at), now, say)}
    </time>
  );
};
