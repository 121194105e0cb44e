import { z } from 'zod';
import { networks, port } from './value-kinds.ts';

/** Address of the API, trusted proxies, and access to operational data. */
export const httpListenerSettings = {
  YIWANG_HTTP_HOST: z.string().default('127.0.0.1').describe('Address that the API and the board listen on'),
  YIWANG_HTTP_PORT: port.default(3000).describe('Port of the API and the board; 0 uses a free one'),
  YIWANG_HTTP_TLS_CERT: z
    .string()
    .optional()
    .describe(
      'File of the certificate chain (PEM) for HTTPS and WebSocket over TLS, read again when it changes; default: without TLS',
    ),
  YIWANG_HTTP_TLS_KEY: z.string().optional().describe('With YIWANG_HTTP_TLS_CERT: file of its key (PEM)'),
  YIWANG_HTTP_TLS_CA: z
    .string()
    .optional()
    .describe(
      'With YIWANG_HTTP_TLS_CERT: file of certificate authorities (PEM), one of which must have signed the certificate of the client',
    ),
  YIWANG_TRUSTED_PROXIES: networks
    .default('')
    .describe(
      "Networks of the proxies in front, as comma-separated CIDR: only their headers about a client's address and TLS are trusted",
    ),
  YIWANG_TRUSTED_PROXY_HEADER: z
    .enum(['x-forwarded-for', 'forwarded'])
    .default('x-forwarded-for')
    .describe('The header in which these proxies pass that on: the one that they write themselves'),
  YIWANG_WEBSOCKET_ORIGINS: z
    .string()
    .default('')
    .describe(
      'Comma-separated other origins whose web pages may open the WebSocket: https://map.example.org; clients other than browsers send no origin and are not checked',
    ),
  YIWANG_METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Bearer token required for /metrics and the details of /readyz; default: open to everybody unless YIWANG_METRICS_NETWORKS is set',
    ),
  YIWANG_METRICS_NETWORKS: networks
    .default('')
    .describe('Networks that need no such token, as comma-separated CIDR'),
  YIWANG_API_DOCS_OPEN: z
    .stringbool()
    .default(true)
    .describe('Whether everybody may read /docs and /openapi.json; false requires the same token or network'),
};
