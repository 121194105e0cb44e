import { openCrashReports } from '../platform/crash-reports.ts';
import { ignored } from '../platform/guard.ts';
import { endOnUncaught } from '../platform/last-resort.ts';
import { isSimulated } from '../platform/simulated-clock.ts';
import { inFolderOf } from '../platform/start-error.ts';
import { startWatchdog } from '../platform/watchdog/watchdog.ts';
import { openDatabase } from '../server/core.ts';
import { startServer } from '../server/start-server.ts';
import { ensurePagesBuilt } from '../web-build/ensure-built.ts';
import { type Command, loadConfig, noMore, parse, UsageError, untilSignal } from './command.ts';
import { supervise } from './supervise.ts';

export const startCommand: Command = {
  name: 'start',
  summary: 'run the server',
  help: [
    'Usage: npm start [-- --supervise]',
    '',
    'Runs the server until SIGINT or SIGTERM: embedded PostgreSQL (or DATABASE_URL), broker, ingest, projections,',
    'processes, API and board. All settings are environment variables, listed in .env.example.',
    '',
    '  --supervise   runs the server in a separate process and restarts it when it ends by a fault',
    '',
    'The first administrator: npm run yiwang -- admin create --name <login> --display-name <name>',
  ].join('\n'),
  async run(args) {
    const { values, positionals } = parse(args, { supervise: { type: 'boolean', default: false } });
    noMore(positionals, startCommand.help);
    if (values.supervise) return supervise();
    const { config, logger } = loadConfig();
    const { YIWANG_DATA_DIR: dataDir } = config;
    if (await isSimulated(dataDir))
      throw new UsageError(
        `${dataDir} was created by a simulation: its events have times of a simulated clock. Choose another YIWANG_DATA_DIR.`,
      );
    const reports = await inFolderOf('YIWANG_DATA_DIR', dataDir, () => openCrashReports(dataDir));
    endOnUncaught(reports);
    const watchdog = startWatchdog({
      seconds: config.YIWANG_WATCHDOG_SECONDS,
      reports,
      onError: (err) => logger.error({ err }, 'the watchdog has failed'),
    });
    // The supervisor passes on SIGHUP: certificates are reloaded if there are any, otherwise it has no effect.
    if (process.connected) process.on('SIGHUP', ignored);
    const stopRequested = untilSignal();
    await ensurePagesBuilt(logger, console.log);
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
    await watchdog.stop();
    // The channel to the supervisor would keep this process alive.
    if (process.connected) process.disconnect();
    return 0;
  },
};
