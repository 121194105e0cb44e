import type { MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import { isSecure } from './client-address.ts';

const SELF = ["'self'"];
const NONE = ["'none'"];
/** Ours and nothing else: no plug-ins, no frames around us, no forms elsewhere, nothing inline. */
const POLICY = {
  defaultSrc: SELF,
  scriptSrc: SELF,
  styleSrc: SELF,
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: SELF,
  objectSrc: NONE,
  baseUri: NONE,
  formAction: SELF,
  frameAncestors: NONE,
};
type Policy = NonNullable<NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy']>;

const headers = (contentSecurityPolicy: Policy, secure: boolean) =>
  secureHeaders({
    contentSecurityPolicy,
    // Over plain HTTP a browser ignores it, and a proxy might pass it on where nobody meant it.
    strictTransportSecurity: secure ? 'max-age=31536000; includeSubDomains' : false,
    xFrameOptions: 'DENY',
  });

/** The page that tries the API out sets styles from its scripts; it shows nothing that a person wrote. */
const DOCS_POLICY: Policy = { ...POLICY, styleSrc: ["'self'", "'unsafe-inline'"] };
/** The parts of the desk make their styles in the browser: each carries the nonce of the answer that brought the page. */
const DESK_POLICY: Policy = { ...POLICY, styleSrc: ["'self'", NONCE], workerSrc: SELF };
/** The phone's page is kept by its own worker and works without a network. */
const PHONE_POLICY: Policy = { ...POLICY, workerSrc: SELF };

/** By the first part of the path; all else has the strictest. */
const POLICIES: Readonly<Record<string, Policy>> = {
  docs: DOCS_POLICY,
  desk: DESK_POLICY,
  phone: PHONE_POLICY,
};

/** Headers of every answer. HSTS is promised over TLS alone, ours or that of a trusted proxy. */
export const securityHeaders = (): MiddlewareHandler => {
  const both = (policy: Policy) => ({ plain: headers(policy, false), secure: headers(policy, true) });
  const strictest = both(POLICY);
  const others = new Map(Object.entries(POLICIES).map(([part, policy]) => [part, both(policy)]));
  return (context, next) => {
    const { plain, secure } = others.get(context.req.path.split('/', 2)[1] ?? '') ?? strictest;
    return (isSecure(context) ? secure : plain)(context, next);
  };
};
