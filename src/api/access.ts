import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { type Permission, permissionsOf } from '../identity/index.ts';
import { senderOf } from '../platform/network-address.ts';
import { clientAddress } from './client-address.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { ProblemError } from './problems.ts';
import { nowIso } from './request.ts';
import { sessionCookie } from './session-cookie.ts';
import { checkRestriction } from './session-restriction.ts';
import type { Shares } from './shares/shares.ts';

/**
 * Who may call a route at all. It is known before a byte of the body is read; what the route may touch is the matter of the
 * policies (src/identity/policy).
 */
export type Access =
  | { readonly who: 'anybody'; readonly why: string }
  | { readonly who: 'signedIn'; readonly why: string }
  /** Whoever has one of these permissions somewhere. */
  | {
      readonly who: 'holders';
      readonly anyOf: readonly [Permission, ...Permission[]];
      /** Why the route touches no object of which a policy would have to be asked. */
      readonly noObject?: string;
    };

/** Open to all, without a token. */
export const anybody = (why: string): Access => ({ who: 'anybody', why });
/** Open to every person with a valid token, whatever the roles. */
export const signedIn = (why: string): Access => ({ who: 'signedIn', why });
/** Open to whoever has one of the permissions in some division. */
export const holdersOf = (...anyOf: [Permission, ...Permission[]]): Access => ({ who: 'holders', anyOf });

/** For a route that touches no object: what the permission opens is the same for everybody who has it. */
export const withoutObject = (access: Access, why: string): Access =>
  access.who === 'holders' ? { ...access, noObject: why } : access;

// biome-ignore lint/complexity/noBannedTypes: whatever Hono was given as a handler
const declared = new WeakMap<Function, Access>();

/** Declares who may call a handler; without it a route answers nobody. */
// biome-ignore lint/complexity/noBannedTypes: as above
export const withAccess = <Handler extends Function>(access: Access, handler: Handler): Handler => {
  declared.set(handler, access);
  return handler;
};

/** What a handler declared; undefined where it declared nothing. */
// biome-ignore lint/complexity/noBannedTypes: as above
export const accessOf = (handler: Function): Access | undefined => declared.get(handler);

const sentenceOf = (access: Access): string => {
  if (access.who === 'holders')
    return `For whoever has ${access.anyOf.map((each) => `\`${each}\``).join(' or ')}.`;
  return access.who === 'anybody'
    ? `Without a token: ${access.why}.`
    : `For whoever is signed in: ${access.why}.`;
};

/** As the OpenAPI document shows it. */
export const describeAccess = (access: Access) => ({
  ...(access.who === 'anybody'
    ? { security: [] }
    : { security: [{ bearer: [] as string[] }, { page: [] as string[] }] }),
  description: sentenceOf(access),
  'x-access': access,
});

/** Of the route that will answer; undefined where there is none. Throws for a route that declares nothing. */
const accessOfRequest = (context: Context<ApiEnv>): Access | undefined => {
  const route = matchedRoutes(context).find(({ method }) => method !== 'ALL');
  if (route === undefined) return undefined;
  const access = accessOf(route.handler);
  if (access === undefined) throw new Error(`${route.method} ${route.path} does not say who may call it`);
  return access;
};

const BEARER = 'Bearer ';

const bearerToken = (context: Context<ApiEnv>): string | undefined => {
  const header = context.req.header('authorization');
  return header?.startsWith(BEARER) ? header.slice(BEARER.length).trim() : undefined;
};

/**
 * Token, then the share of requests, then the right to call the route. It stands before everything that reads the body. Throws
 * unauthenticated, or forbidden with what is missing. An answer for which no policy was asked is not sent.
 */
export const requireAccess =
  (deps: ApiDeps, shares: Shares): MiddlewareHandler<ApiEnv> =>
  async (context, next) => {
    const access = accessOfRequest(context);
    const countAnonymous = () => shares.countAnonymous(senderOf(clientAddress(context)));
    if (access?.who === 'anybody') {
      countAnonymous();
      return next();
    }
    const token = bearerToken(context) ?? sessionCookie(context);
    if (token === undefined) {
      countAnonymous();
      throw new ProblemError('unauthenticated', { zh: '请先登录', en: 'Sign in first' });
    }
    const user = await deps.core.accounts.authenticate(token);
    if (user === undefined) {
      countAnonymous();
      throw new ProblemError('unauthenticated', {
        zh: '登录已失效，请重新登录',
        en: 'the session has ended: sign in again',
      });
    }
    context.set('user', user);
    shares.countRequest(user.userId);
    checkRestriction(user, context.req.method, context.req.path);
    if (access?.who === 'holders') {
      const held = permissionsOf(user.assignments, nowIso(deps));
      const { anyOf } = access;
      if (!anyOf.some((permission) => held.includes(permission)))
        throw new ProblemError(
          'forbidden',
          { zh: '无权执行此操作', en: 'You may not do this' },
          {
            ...(anyOf.length === 1 ? { permission: anyOf[0] } : { permissions: anyOf }),
            cause: 'wrongRole',
          },
        );
    }
    await next();
    // A defect: a route that answers about an object and asked no policy of it.
    if (access?.who === 'holders' && access.noObject === undefined && context.res.ok && !context.get('asked'))
      throw new Error(`${context.req.method} ${context.req.path} answered without asking a policy`);
  };
