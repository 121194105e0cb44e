import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../src/config.ts';
import { silentLogger } from '../../../src/platform/logger.ts';
import { openDatabase } from '../../../src/server/core.ts';
import { type RunningServer, startServer } from '../../../src/server/start-server.ts';

/** Limits that a flood from one address would only run into: they are raised, so that the code behind them is met. */
export const FUZZ_SETTINGS: Readonly<Record<string, string>> = {
  YIWANG_HTTP_PORT: '0',
  YIWANG_MQTT_PORT: '0',
  YIWANG_LOG_LEVEL: 'silent',
  // Otherwise nothing waits for a second person, and those operations are never reached.
  YIWANG_RIGHTS_SECOND_PERSON: 'true',
  YIWANG_HTTP_REQUESTS_PER_SECOND: '100000',
  YIWANG_HTTP_REQUESTS_BURST: '100000',
  YIWANG_HTTP_REQUESTS_PER_SECOND_PER_ADDRESS: '100000',
  YIWANG_HTTP_ANONYMOUS_PER_SECOND: '100000',
  YIWANG_HTTP_ANONYMOUS_BURST: '100000',
  // Wrong names and passwords of all players come from one address.
  YIWANG_SIGN_IN_MAX_FAILURES_PER_ADDRESS: '1000000',
  YIWANG_UPLOADS_MAX_OPEN: '100000',
  YIWANG_UPLOAD_QUOTA_FILES: '100000',
  YIWANG_STREAM_MAX_CLIENTS: '10000',
  YIWANG_STREAMS_PER_PERSON: '10000',
  YIWANG_STREAMS_PER_ADDRESS: '10000',
  YIWANG_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
  YIWANG_WEBHOOK_RETRIES: '1',
};

/** Signing in is not tested here. */
const PASSWORD_COST = { N: 32, r: 8, p: 1 };

/** A complete product in a separate folder, which is deleted afterwards. */
export const withFuzzedProduct = async <Result>(
  use: (server: RunningServer) => Promise<Result>,
): Promise<Result> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-fuzz-'));
  const read = readConfig({ ...FUZZ_SETTINGS, YIWANG_DATA_DIR: dataDir });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { config } = read;
  const database = await openDatabase(config, silentLogger);
  try {
    const { databaseUrl } = database;
    const server = await startServer({
      config,
      databaseUrl,
      logger: silentLogger,
      passwordCost: PASSWORD_COST,
      checkAnswers: true,
    });
    return await use(server).finally(() => server.stop());
  } finally {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};
