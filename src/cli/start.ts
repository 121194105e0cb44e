import { openDatabase } from '../core.ts';
import { startServer } from '../main.ts';
import { isSimulated } from '../platform/simulated-clock.ts';
import { type Command, loadConfig, UsageError, untilSignal } from './command.ts';

export const startCommand: Command = {
  name: 'start',
  summary: 'run the server',
  help: [
    'Usage: npm start',
    '',
    'Runs the server until SIGINT or SIGTERM: embedded PostgreSQL (or DATABASE_URL), broker, ingest, projections,',
    'processes, API and board. All settings are environment variables, listed in .env.example.',
    'The first administrator: npm run yiwang -- admin create --name <login> --display-name <name>',
  ].join('\n'),
  async run() {
    const { config, logger } = loadConfig();
    const { YIWANG_DATA_DIR: dataDir } = config;
    if (await isSimulated(dataDir))
      throw new UsageError(
        `${dataDir} was made by a simulation: its events were stamped by a simulated clock. Choose another YIWANG_DATA_DIR.`,
      );
    const stopRequested = untilSignal();
    const database = await openDatabase(config, logger);
    const server = await startServer({ config, databaseUrl: database.databaseUrl, logger }).catch(
      async (error) => {
        await database.close();
        throw error;
      },
    );
    console.log(
      `Yiwang listens: board and API http://${config.YIWANG_HTTP_HOST}:${server.httpPort}/  (try it: /docs)`,
    );
    console.log(`                MQTT mqtt://${config.YIWANG_MQTT_HOST}:${server.mqttPort}  and ws at /mqtt`);
    for (const [standard, port] of Object.entries(server.wirePorts))
      console.log(`                ${standard} tcp://${config.YIWANG_TCP_HOST}:${port}`);
    await stopRequested;
    await server.stop();
    await database.close();
    return 0;
  },
};
