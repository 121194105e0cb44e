import type { Context, MiddlewareHandler } from 'hono';
import type { RightsEnd, WatchedRights } from '../../application/rights-watch.ts';
import { guarded } from '../../platform/guard.ts';
import { senderOf } from '../../platform/network-address.ts';
import { clientAddress } from '../client-address.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import type { TakenPlace } from './places.ts';
import type { Sharer, Shares } from './shares.ts';

/** Gives each request its shares, and a watch on the rights it depends on. */
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

/** Why work in progress was ended. */
export const endProblem = (signal: AbortSignal): ProblemError =>
  (signal.reason as RightsEnd) === 'rightsChanged'
    ? new ProblemError('rightsChanged')
    : new ProblemError('unauthenticated', {
        zh: '登录已失效，请重新登录',
        en: 'the session has ended: sign in again',
      });

/**
 * Runs work that may take long, in a place of its share, for as long as the rights last with which it began. When they end, the
 * signal aborts the work and its result is not awaited; its place remains occupied until it really ends. Work that begins to write
 * calls `goThrough`: from then on it is awaited, since a refused request must leave nothing behind.
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
