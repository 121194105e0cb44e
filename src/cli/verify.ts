import { type ArchivedLeaves, openArchivedLeaves } from '../archive/leaf-source.ts';
import { archiveDirOf } from '../archive/manifest.ts';
import { sealWholeLog } from '../event-store/postgres/seals/sealer.ts';
import { type SealFault, type Verification, verifyLog } from '../event-store/postgres/seals/verify.ts';
import { systemClock } from '../platform/clock.ts';
import { connectDatabase } from '../platform/connect-database.ts';
import type { Core } from '../server/core.ts';
import { type Command, loadCliConfig, noMore, parse, UsageError } from './command.ts';
import { createProgressBar } from './progress-bar.ts';
import { withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- verify [--seal] [--expect POSITION:DIGEST] [--json]',
  '',
  'Recomputes the SM3 hash chain over the whole log and names the first event that differs from what was sealed.',
  'Archived events are read from their files. Exit code 0: everything is as sealed; 1: something is not. Works while a',
  'server is running.',
  '',
  '  --seal     first seals events not yet in a block',
  '  --expect   an anchor printed by an earlier run and kept elsewhere: somebody who can write to the database can rebuild the',
  '             whole chain, and only such an anchor shows it',
  '  --json     prints the result as one line of JSON',
].join('\n');

const FAULTS: Readonly<Record<SealFault['kind'], string>> = {
  eventAltered: 'the event differs from what was sealed',
  eventMissing: 'an event is missing',
  sealMissing: 'a block of the chain is missing',
  sealAltered: 'a block of the chain was altered',
  otherThanExpected: 'the chain is not the expected one',
};

const parseAnchor = (text: string): { position: number; digest: string } => {
  const parts = /^(\d+):([0-9a-f]{64})$/.exec(text);
  if (parts === null) throw new UsageError(`${text} is not an anchor: POSITION:DIGEST, as printed by verify`);
  return { position: Number(parts[1]), digest: parts[2]! };
};

const tell = ({ events, blocks, unread, unsealed, anchor, fault }: Verification, seconds: number): void => {
  console.log(
    `${events} events in ${blocks} blocks, ${Math.round(events / seconds)} events/s; ${unsealed} not sealed yet`,
  );
  if (unread > 0) console.log(`${unread} events are in archives that are not available: not verified`);
  if (anchor !== null) console.log(`anchor ${anchor.position}:${anchor.digest}`);
  if (fault === null) {
    console.log('Everything is as sealed.');
    return;
  }
  const where = fault.stream === undefined ? '' : ` (${fault.stream}, version ${fault.version})`;
  console.error(`POSITION ${fault.position}${where}: ${FAULTS[fault.kind]}.`);
};

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'recompute the hash chain over the log',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      seal: { type: 'boolean', default: false },
      expect: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    noMore(positionals, HELP);
    const expected = values.expect === undefined ? undefined : parseAnchor(values.expect);
    const { config } = loadCliConfig();
    return withCore(async ({ store, databaseUrl }: Core) => {
      if (store.distanceUnit !== 'events') {
        console.error(
          'The log is in EventStoreDB, which protects it by its own means: the hash chain only covers a log in PostgreSQL.',
        );
        return 1;
      }
      const sql = connectDatabase({ url: databaseUrl, name: 'verify', maxConnections: 2 });
      let archived: ArchivedLeaves | undefined;
      try {
        if (values.seal) await sealWholeLog(sql, systemClock);
        const quiet = values.json || process.stdout.isTTY !== true;
        const bar = quiet
          ? undefined
          : createProgressBar('verify', (text) => process.stdout.write(text), true);
        const started = performance.now();
        archived = await openArchivedLeaves(sql, archiveDirOf(config));
        const verification = await verifyLog({
          sql,
          elsewhere: archived.at,
          ...(expected ? { expect: expected } : {}),
          ...(bar ? { onProgress: bar } : {}),
        });
        const seconds = (performance.now() - started) / 1000;
        if (values.json)
          console.log(JSON.stringify({ ...verification, seconds: Math.round(seconds * 1000) / 1000 }));
        else tell(verification, seconds);
        return verification.fault === null ? 0 : 1;
      } finally {
        await archived?.close();
        await sql.end();
      }
    });
  },
};
