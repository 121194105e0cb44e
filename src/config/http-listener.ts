import { z } from 'zod';
import { networks, port } from './value-kinds.ts';

/** Where the API is reached, by whom it is believed, and what it shows to whom. */
export const httpListenerSettings = {
  YIWANG_HTTP_HOST: z.string().default('127.0.0.1').describe('Address that the API and the board listen on'),
  YIWANG_HTTP_PORT: port.default(3000).describe('Port of the API and the board; 0 takes a free one'),
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
      'With YIWANG_HTTP_TLS_CERT: file of the authorities (PEM) one of which must have signed a certificate of the client',
    ),
  YIWANG_TRUSTED_PROXIES: networks
    .default('')
    .describe(
      "Networks of the proxies in front, as CIDR with commas: what they say of a client's address and of TLS is believed, and of nobody else",
    ),
  YIWANG_TRUSTED_PROXY_HEADER: z
    .enum(['x-forwarded-for', 'forwarded'])
    .default('x-forwarded-for')
    .describe('The header in which these proxies say so: the one that they write themselves'),
  YIWANG_WEBSOCKET_ORIGINS: z
    .string()
    .default('')
    .describe(
      'Web pages of other origins that may open the WebSocket, with commas: https://map.example.org; what is no browser sends no origin and is not asked',
    ),
  YIWANG_METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Bearer token that /metrics and the details of /readyz ask for; default: open to everybody unless YIWANG_METRICS_NETWORKS is set',
    ),
  YIWANG_METRICS_NETWORKS: networks
    .default('')
    .describe('Networks that need no such token, as CIDR with commas'),
  YIWANG_API_DOCS_OPEN: z
    .stringbool()
    .default(true)
    .describe('Whether everybody may read /docs and /openapi.json; false asks for the same token or network'),
};
