import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { type Permission, permissionsOf } from '../identity/index.ts';
import type { PublicRight } from '../identity/policy/index.ts';
import { senderOf } from '../platform/network-address.ts';
import { clientAddress } from './client-address.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { ProblemError } from './problems.ts';
import { nowIso } from './request.ts';
import { sessionCookie } from './session-cookie.ts';
import { checkRestriction } from './session-restriction.ts';
import type { Shares } from './shares/shares.ts';

/**
 * Who may call a route at all. It is checked before a byte of the body is read; which objects the route may access is decided by
 * the policies (src/identity/policy).
 */
export type Access =
  | { readonly who: 'anybody'; readonly why: string }
  | { readonly who: 'signedIn'; readonly why: string }
  /** Everybody, in the name of the public: what it may do is decided by its policy alone. */
  | { readonly who: 'public'; readonly right: PublicRight }
  /** Everybody who has one of these permissions somewhere. */
  | {
      readonly who: 'holders';
      readonly anyOf: readonly [Permission, ...Permission[]];
      /** Why the route accesses no object for which a policy would have to be checked. */
      readonly noObject?: string;
    };

/** Open to all, without a token. */
export const anybody = (why: string): Access => ({ who: 'anybody', why });
/** Open to people without an account, within the rights of the public. */
export const thePublic = (right: PublicRight): Access => ({ who: 'public', right });
/** Open to every person with a valid token, whatever the roles. */
export const signedIn = (why: string): Access => ({ who: 'signedIn', why });
/** Open to everybody who has one of the permissions in some division. */
export const holdersOf = (...anyOf: [Permission, ...Permission[]]): Access => ({ who: 'holders', anyOf });

/** For a route that accesses no object: everybody who has the permission gets the same. */
export const withoutObject = (access: Access, why: string): Access =>
  access.who === 'holders' ? { ...access, noObject: why } : access;

// biome-ignore lint/complexity/noBannedTypes: any handler that Hono accepts
const declared = new WeakMap<Function, Access>();

/** Declares who may call a handler; without it a route refuses everybody. */
// biome-ignore lint/complexity/noBannedTypes: as above
export const withAccess = <Handler extends Function>(access: Access, handler: Handler): Handler => {
  declared.set(handler, access);
  return handler;
};

/** The access that a handler declared; undefined if it declared none. */
// biome-ignore lint/complexity/noBannedTypes: as above
export const accessOf = (handler: Function): Access | undefined => declared.get(handler);

const sentenceOf = (access: Access): string => {
  if (access.who === 'holders') return `Requires ${access.anyOf.map((each) => `\`${each}\``).join(' or ')}.`;
  if (access.who === 'public') return `Without a token, in the name of the public: \`${access.right}\`.`;
  return access.who === 'anybody'
    ? `Without a token: ${access.why}.`
    : `For everybody who is signed in: ${access.why}.`;
};

/** As shown in the OpenAPI document. */
export const describeAccess = (access: Access) => ({
  ...(access.who === 'anybody' || access.who === 'public'
    ? { security: [] }
    : { security: [{ bearer: [] as string[] }, { page: [] as string[] }] }),
  description: sentenceOf(access),
  'x-access': access,
});

/** Access of the route that will answer; undefined if there is none. Throws for a route that declares no access. */
const accessOfRequest = (context: Context<ApiEnv>): Access | undefined => {
  const route = matchedRoutes(context).find(({ method }) => method !== 'ALL');
  if (route === undefined) return undefined;
  const access = accessOf(route.handler);
  if (access === undefined) throw new Error(`${route.method} ${route.path} does not declare who may call it`);
  return access;
};

const BEARER = 'Bearer ';

const bearerToken = (context: Context<ApiEnv>): string | undefined => {
  const header = context.req.header('authorization');
  return header?.startsWith(BEARER) ? header.slice(BEARER.length).trim() : undefined;
};

/**
 * Checks the token, then the share of requests, then the right to call the route. It must precede everything that reads the body.
 * Throws unauthenticated, or forbidden with the missing permissions. An answer for which no policy was checked is not sent.
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
    if (access?.who === 'public') {
      countAnonymous();
      if (!deps.config.YIWANG_PUBLIC_REPORTS) throw new ProblemError('publicReportsClosed');
      await next();
      if (context.res.ok && !context.get('asked')) throw unchecked(context);
      return;
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
    // A defect: a route that answers about an object without having checked a policy.
    if (access?.who === 'holders' && access.noObject === undefined && context.res.ok && !context.get('asked'))
      throw unchecked(context);
  };

const unchecked = ({ req }: Context<ApiEnv>): Error =>
  new Error(`${req.method} ${req.path} answered without checking a policy`);
