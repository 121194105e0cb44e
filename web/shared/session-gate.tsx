import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { isAway } from './api.ts';
import { useSay } from './language.ts';
import { MeContext } from './me-context.ts';
import { ME, type Me, useMe } from './session.ts';

export interface GateViews {
  readonly signIn: (hasEnded: boolean) => ReactNode;
  readonly forcedChange: ReactNode;
  readonly secondFactor: ReactNode;
}

/**
 * Shows a page to whoever is signed in. When the session ends, the page stays where it is with all that was typed, behind the sign-in;
 * somebody else who signs in gets a page made anew.
 */
export const SessionGate = ({
  views,
  children,
}: {
  readonly views: GateViews;
  readonly children: ReactNode;
}) => {
  const say = useSay();
  const client = useQueryClient();
  const { data: me, isPending, error } = useMe();
  const [owner, setOwner] = useState<Me>();
  const previous = useRef<string>(undefined);

  useEffect(() => {
    if (!me || me.restriction !== null) return;
    if (previous.current !== undefined && previous.current !== me.userId)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
    previous.current = me.userId;
    setOwner(me);
  }, [me, client]);

  if (isPending) return <p className="centred">{say('正在打开…', 'Opening…')}</p>;
  if (error && !me && !owner)
    return (
      <p className="centred" role="alert">
        {isAway(error)
          ? say('服务器暂时连不上，正在重试', 'The server cannot be reached; trying again')
          : error.message}
      </p>
    );
  const isIn = me !== null && me !== undefined && me.restriction === null;
  return (
    <>
      {owner !== undefined && (
        <div key={owner.userId} hidden={!isIn}>
          <MeContext value={owner}>{children}</MeContext>
        </div>
      )}
      {me === null && views.signIn(owner !== undefined)}
      {me?.restriction === 'passwordChange' && views.forcedChange}
      {me?.restriction === 'secondFactor' && views.secondFactor}
    </>
  );
};
