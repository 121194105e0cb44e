import type { MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';
import { isSecure } from './client-address.ts';

const SELF = ["'self'"];
const NONE = ["'none'"];
/** Only our own content: no plug-ins, no framing, no forms to other origins, nothing inline. */
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
    // Over plain HTTP a browser ignores it, and a proxy might pass it on unintentionally.
    strictTransportSecurity: secure ? 'max-age=31536000; includeSubDomains' : false,
    xFrameOptions: 'DENY',
  });

/** The API documentation page sets styles from its scripts; it shows no text written by users. */
const DOCS_POLICY: Policy = { ...POLICY, styleSrc: ["'self'", "'unsafe-inline'"] };
/** The components of the desk create their styles in the browser: each carries the nonce of the answer with the page. */
const DESK_POLICY: Policy = { ...POLICY, styleSrc: ["'self'", NONCE], workerSrc: SELF };
/** The phone page is cached by its service worker and works without a network. */
const PHONE_POLICY: Policy = { ...POLICY, workerSrc: SELF };

/** By the first segment of the path; everything else has the strictest policy. */
const POLICIES: Readonly<Record<string, Policy>> = {
  docs: DOCS_POLICY,
  desk: DESK_POLICY,
  phone: PHONE_POLICY,
};

/** Headers of every answer. HSTS is sent only over TLS, ours or that of a trusted proxy. */
export const securityHeaders = (): MiddlewareHandler => {
  const both = (policy: Policy) => ({ plain: headers(policy, false), secure: headers(policy, true) });
  const strictest = both(POLICY);
  const others = new Map(Object.entries(POLICIES).map(([part, policy]) => [part, both(policy)]));
  return (context, next) => {
    const { plain, secure } = others.get(context.req.path.split('/', 2)[1] ?? '') ?? strictest;
    return (isSecure(context) ? secure : plain)(context, next);
  };
};
