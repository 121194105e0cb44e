import type { Config } from './schema.ts';

/** Without its keys, a bucket would only fail at the first photo. */
const s3Problems = (config: Config): string[] =>
  config.YIWANG_S3_ENDPOINT === undefined
    ? []
    : (['YIWANG_S3_BUCKET', 'YIWANG_S3_ACCESS_KEY', 'YIWANG_S3_SECRET_KEY'] as const)
        .filter((name) => config[name] === undefined)
        .map((name) => `${name}: is required with YIWANG_S3_ENDPOINT`);

/** Largest form with photos, in bytes: as many as one report may have, each of the largest size, and the report's text. */
export const largestForm = (
  settings: Pick<
    Config,
    'YIWANG_ATTACHMENT_MAX_BYTES' | 'YIWANG_ATTACHMENTS_MAX' | 'YIWANG_HTTP_MAX_BODY_BYTES'
  >,
): number =>
  settings.YIWANG_ATTACHMENT_MAX_BYTES * settings.YIWANG_ATTACHMENTS_MAX +
  settings.YIWANG_HTTP_MAX_BODY_BYTES;

/** If the largest allowed report does not fit the buffer, that would only show at the first large report. */
const bufferProblems = (config: Config): string[] => {
  const needed = largestForm(config);
  return (
    [
      'YIWANG_HTTP_BUFFER_PER_CONNECTION_BYTES',
      'YIWANG_HTTP_BUFFER_PER_ADDRESS_BYTES',
      'YIWANG_HTTP_BUFFER_BYTES',
    ] as const
  )
    .filter((name) => config[name] < needed)
    .map((name) => `${name}: is smaller than the largest report with photos, ${needed} bytes`);
};

/** A certificate without its key would only fail when the server starts, with an OpenSSL message. */
const tlsProblems = (config: Config): string[] =>
  (['HTTP', 'MQTT'] as const).flatMap((listener) => {
    const [cert, key, ca] = (['CERT', 'KEY', 'CA'] as const).map(
      (part) => config[`YIWANG_${listener}_TLS_${part}`] !== undefined,
    );
    return cert === key && (cert || !ca)
      ? []
      : [`YIWANG_${listener}_TLS_CERT and YIWANG_${listener}_TLS_KEY: are required together`];
  });

/** Problems of settings that are valid individually, but not together. */
export const combinationProblems = (config: Config): readonly string[] => [
  ...s3Problems(config),
  ...bufferProblems(config),
  ...tlsProblems(config),
];
