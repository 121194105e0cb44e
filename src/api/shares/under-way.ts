import type { Context, MiddlewareHandler } from 'hono';
import type { RightsEnd, WatchedRights } from '../../application/rights-watch.ts';
import { guarded } from '../../platform/guard.ts';
import { senderOf } from '../../platform/network-address.ts';
import { clientAddress } from '../client-address.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import type { TakenPlace } from './places.ts';
import type { Sharer, Shares } from './shares.ts';

/** Gives each request its shares, and a watch over the rights that it stands on. */
export const withShares =
  (deps: ApiDeps, shares: Shares): MiddlewareHandler<ApiEnv> =>
  (context, next) => {
    context.set('shares', shares);
    context.set('watchRights', () =>
      context.var.user === undefined ? undefined : deps.rights.watch(context.var.user),
    );
    return next();
  };

export const sharerOf = (context: Context<ApiEnv>): Sharer => ({
  person: context.var.user.userId,
  address: senderOf(clientAddress(context)),
});

/** Why something that was under way came to its end. */
export const endProblem = (signal: AbortSignal): ProblemError =>
  (signal.reason as RightsEnd) === 'rightsChanged'
    ? new ProblemError('rightsChanged')
    : new ProblemError('unauthenticated', {
        zh: '登录已失效，请重新登录',
        en: 'the session has ended: sign in again',
      });

/**
 * Does what may take long, in a place of its share, for as long as the rights hold that it began with. The work is told by the
 * signal and its answer is not waited for; its place stays taken until it really ends. Work that begins to write says so by
 * `goThrough`: from then on it is waited for, since a request that is refused leaves nothing behind.
 */
export const whileAllowed = async <T>(
  context: Context<ApiEnv>,
  place: TakenPlace,
  work: (ended: AbortSignal, goThrough: () => void) => Promise<T> | T,
): Promise<T> => {
  const rights: WatchedRights | undefined = context.var.watchRights();
  if (rights === undefined) {
    place.leave();
    throw new ProblemError('unauthenticated');
  }
  const { signal } = rights;
  let mayEnd = true;
  const goThrough = (): void => {
    if (signal.aborted) throw endProblem(signal);
    mayEnd = false;
  };
  const done = Promise.resolve()
    .then(() => work(signal, goThrough))
    .finally(() => {
      rights.stop();
      place.leave();
    });
  done.catch(() => undefined);
  let onEnd: () => void = guarded('under way abort', () => undefined);
  const ended = new Promise<never>((_, reject) => {
    onEnd = () => {
      if (mayEnd) reject(endProblem(signal));
    };
    signal.addEventListener('abort', onEnd, { once: true });
    if (signal.aborted) onEnd();
  });
  return Promise.race([done, ended]).finally(() => signal.removeEventListener('abort', onEnd));
};
