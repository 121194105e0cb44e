import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { setAppearance, useAppearance } from '../../shared/appearance.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useRecords } from '../keep/records.ts';
import { useStoreProblem } from '../keep/store-state.ts';
import { countsOf } from '../queue/order.ts';
import { useReachable } from './connection.ts';

/** On every page: whether there is a network, and what of mine waits for it or for me. */
const SendingMark = () => {
  const say = useSay();
  const me = useOwner();
  const isReachable = useReachable();
  const { waiting, refused } = countsOf(useRecords(), me.userId);
  const parts = [
    ...(isReachable ? [] : [say('离线', 'Offline')]),
    ...(waiting > 0 ? [say(`待发送 ${waiting}`, `${waiting} to send`)] : []),
    ...(refused > 0 ? [say(`待修改 ${refused}`, `${refused} to mend`)] : []),
  ];
  const isQuiet = parts.length === 0;
  return (
    <span role="status">
      <Link href="/mine" className={isQuiet ? 'mark mark-quiet' : 'mark'}>
        {isQuiet ? say('在线', 'Online') : parts.join(' · ')}
      </Link>
    </span>
  );
};

/** Black on white by one tap, for bright sun. */
const SunSwitch = () => {
  const say = useSay();
  const { contrast } = useAppearance();
  return (
    <button
      type="button"
      className="sun"
      aria-pressed={contrast}
      aria-label={say('强光模式', 'Bright sun')}
      onClick={() => setAppearance({ contrast: !contrast })}
    >
      ☀
    </button>
  );
};

/** The phone's store does not take what is put into it. */
const StoreProblem = () => {
  const say = useSay();
  const problem = useStoreProblem();
  if (problem === undefined) return null;
  return (
    <p className="problem" role="alert">
      {problem === 'full'
        ? say(
            '手机存储已满，刚才的内容没有存下；以前存好的都在。请联网发送或清理手机空间后再试。',
            'The phone is full: the last thing was not kept; all before it is. Send what waits or make room, then try again.',
          )
        : say(
            '手机没有存下刚才的内容；以前存好的都在。请再试一次。',
            'The phone did not keep the last thing; all before it is kept. Try again.',
          )}
    </p>
  );
};

export const PageHead = ({
  title,
  back,
  children,
}: {
  readonly title: string;
  /** Where the way back leads, on pages that are not at the thumb. */
  readonly back?: string;
  readonly children?: ReactNode;
}) => {
  const say = useSay();
  return (
    <header className="page-head">
      <div className="page-head-row">
        {back !== undefined && (
          <Link href={back} className="back" aria-label={say('返回', 'Back')}>
            ‹
          </Link>
        )}
        <h1>{title}</h1>
        <SendingMark />
        <SunSwitch />
      </div>
      {children !== undefined && <p className="page-head-second">{children}</p>}
      <StoreProblem />
    </header>
  );
};
