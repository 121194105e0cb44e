import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
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
const headers = (contentSecurityPolicy: typeof POLICY, secure: boolean) =>
  secureHeaders({
    contentSecurityPolicy,
    // Over plain HTTP a browser ignores it, and a proxy might pass it on where nobody meant it.
    strictTransportSecurity: secure ? 'max-age=31536000; includeSubDomains' : false,
    xFrameOptions: 'DENY',
  });

/** The page that tries the API out sets styles from its scripts; it shows nothing that a person wrote. */
const DOCS_POLICY = { ...POLICY, styleSrc: ["'self'", "'unsafe-inline'"] };
const isDocs = (path: string): boolean => path === '/docs' || path.startsWith('/docs/');

/** Headers of every answer. HSTS is promised over TLS alone, ours or that of a trusted proxy. */
export const securityHeaders = (): MiddlewareHandler => {
  const [page, securePage] = [headers(POLICY, false), headers(POLICY, true)];
  const [docs, secureDocs] = [headers(DOCS_POLICY, false), headers(DOCS_POLICY, true)];
  return (context, next) => {
    const secure = isSecure(context);
    const plain = isDocs(context.req.path) ? docs : page;
    return (secure ? (plain === docs ? secureDocs : securePage) : plain)(context, next);
  };
};
