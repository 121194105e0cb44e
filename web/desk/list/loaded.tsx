import { Button } from 'antd';
import type { ReactNode } from 'react';
import { ApiError, isAway } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';

interface Loaded {
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** Says in words that something is loading, has failed, or may not be seen; shows it otherwise. */
export const Loaded = ({ of, children }: { readonly of: Loaded; readonly children: ReactNode }) => {
  const say = useSay();
  const { isPending, error, refetch } = of;
  if (error instanceof ApiError && error.status === 403)
    return (
      <p className="state" role="alert">
        {say('您没有查看权限，请联系管理员。', 'You may not see this. Ask an administrator.')}
      </p>
    );
  if (error && isPending)
    return (
      <p className="state" role="alert">
        {isAway(error) ? say('服务器暂时连不上。', 'The server cannot be reached.') : error.message}{' '}
        <Button onClick={() => refetch()}>{say('重试', 'Try again')}</Button>
      </p>
    );
  if (error)
    return (
      <>
        <p className="state" role="alert">
          {error.message} <Button onClick={() => refetch()}>{say('重试', 'Try again')}</Button>
        </p>
        {children}
      </>
    );
  if (isPending) return <p className="state">{say('正在读取…', 'Loading…')}</p>;
  return children;
};
