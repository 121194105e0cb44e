import type { Config } from '../config.ts';
import type { S3Settings } from './adapters/s3-object-store.ts';

/** The bucket that the settings name; undefined: attachments are in the data folder. */
export const s3Settings = (config: Config): S3Settings | undefined =>
  config.YIWANG_S3_ENDPOINT === undefined
    ? undefined
    : {
        endpoint: config.YIWANG_S3_ENDPOINT,
        bucket: config.YIWANG_S3_BUCKET!,
        region: config.YIWANG_S3_REGION,
        accessKey: config.YIWANG_S3_ACCESS_KEY!,
        secretKey: config.YIWANG_S3_SECRET_KEY!,
        pathStyle: config.YIWANG_S3_PATH_STYLE,
      };
