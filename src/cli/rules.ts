import { readFile } from 'node:fs/promises';
import {
  type DryRunReport,
  dryRunAlarmRule,
  prepareDryRun,
  spanUntilNow,
} from '../application/alarm-dry-run/index.ts';
import { systemClock } from '../platform/clock.ts';
import type { Core } from '../server/core.ts';
import { actionOf, type Command, loadCliConfig, needed, noMore, parse, UsageError } from './command.ts';
import { createProgressBar } from './progress-bar.ts';
import { withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- rules dry-run <file> --from <time> --to <time> [--division <code>] [--grid <code>]',
  '                                [--device <id> …] [--compare] [--without-silences] [--max-seconds <n>] [--json]',
  '',
  'Replays stored readings, detections and indices through the alarm engine and shows the alarms that the rule in the file (JSON, as in the',
  'API) would have raised. Nothing is published, no alarm is raised. Works while a server is running. Times are ISO 8601, or days in',
  'Asia/Shanghai (2026-10-01); --to is exclusive.',
  '',
  '  --compare            also compares with the version in force, on the same records',
  '  --without-silences   as if nothing had been silenced in that period',
  '  --max-seconds        stops after this time and reports how far it got; default: no limit',
  '  --json               prints everything as one line of JSON',
  '',
  'Exit code 0: replayed to the end; 1: the rule is not valid, or the replay was stopped before the end.',
].join('\n');

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  division: { type: 'string' },
  grid: { type: 'string' },
  device: { type: 'string', multiple: true },
  compare: { type: 'boolean', default: false },
  'without-silences': { type: 'boolean', default: false },
  'max-seconds': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;
type Values = ReturnType<typeof parse<typeof OPTIONS>>['values'];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Most devices and days printed without --json. */
const MOST_LISTED = 20;

const readTime = (name: string, text: string | undefined): string => {
  const time = text === undefined ? Number.NaN : Date.parse(DAY.test(text) ? `${text}T00:00:00+08:00` : text);
  if (Number.isNaN(time))
    throw new UsageError(`${name} must be a time such as 2026-10-01 or 2026-10-01T08:00:00Z.`);
  return new Date(time).toISOString();
};

const readSeconds = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  const seconds = Number(text);
  if (!(seconds > 0)) throw new UsageError('--max-seconds must be a number of seconds.');
  return seconds;
};

const readRule = async (path: string): Promise<Record<string, unknown>> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read.`);
  });
  try {
    const rule: unknown = JSON.parse(text);
    if (typeof rule === 'object' && rule !== null && !Array.isArray(rule))
      return rule as Record<string, unknown>;
  } catch {
    // Reported below.
  }
  throw new UsageError(`${path} does not contain a rule in JSON.`);
};

const few = <Item>(items: readonly Item[], line: (item: Item) => string): readonly string[] => [
  ...items.slice(0, MOST_LISTED).map(line),
  ...(items.length > MOST_LISTED ? [`  … and ${items.length - MOST_LISTED} more`] : []),
];

const printReport = (report: DryRunReport): void => {
  const { total, from, playedUntil, devices, records, archived, truncated, difference } = report;
  const counts = Object.entries(report.perSeverity).map(([severity, count]) => `${count} ${severity}`);
  const lines = [
    `This rule would have raised ${total} alarms from ${from} to ${playedUntil}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}.`,
    `${records.read} records of ${devices} devices; left out ${records.late} late, ${records.doubtful} doubtful; ${report.seconds} s`,
    ...few(report.perDay, ({ day, alarms }) => `  ${day}  ${alarms}`),
    ...few(report.perDevice, ({ deviceId, deviceName, alarms }) => `  ${deviceId}  ${alarms}  ${deviceName}`),
  ];
  if (difference !== null)
    lines.push(
      `Version ${difference.presentVersion}, which is in force, would have raised ${difference.presentTotal}: ` +
        `${difference.kept} the same, ${difference.added.length} new, ${difference.removed.length} no more.`,
    );
  if (archived.missing)
    lines.push(`Records of ${archived.devices} devices in this span are archived and were not replayed.`);
  if (truncated !== null)
    lines.push(
      `Stopped before the end (${truncated.reason}): only records until ${playedUntil} were replayed.`,
    );
  console.log(lines.join('\n'));
};

const dryRun = async (path: string, values: Values): Promise<number> => {
  const draft = await readRule(path);
  const [from, to] = [readTime('--from', values.from), readTime('--to', values.to)];
  const maxSeconds = readSeconds(values['max-seconds']);
  const { config } = loadCliConfig();
  return withCore(async ({ store, sql }: Core) => {
    const span = spanUntilNow(from, to, systemClock.now());
    if (span === undefined) throw new UsageError('--from must be before --to, and in the past.');
    const prepared = await prepareDryRun({ store, sql }, draft, values.compare);
    if (prepared.kind === 'invalid') {
      for (const { path: member, message } of prepared.problems) console.error(`${member}: ${message}`);
      return 1;
    }
    if (prepared.kind === 'nothingInForce') {
      console.error(`No version of rule ${prepared.ruleId} is in force to compare with.`);
      return 1;
    }
    const { rule, present } = prepared;
    const quiet = values.json || process.stdout.isTTY !== true;
    const bar = quiet
      ? undefined
      : createProgressBar('dry run, hours', (text) => process.stdout.write(text), true);
    const outcome = await dryRunAlarmRule(
      {
        store,
        sql,
        limits: {
          maxDevices: config.YIWANG_DRY_RUN_MAX_DEVICES,
          maxRecords: config.YIWANG_DRY_RUN_MAX_RECORDS,
          maxSeconds,
        },
        ...(bar ? { onProgress: (done, total) => bar(Math.round(done), Math.round(total)) } : {}),
      },
      {
        rule,
        present,
        ...span,
        scope: {
          ...(values.division === undefined ? {} : { divisionPrefix: values.division }),
          ...(values.grid === undefined ? {} : { gridCode: values.grid }),
          ...(values.device === undefined ? {} : { deviceIds: values.device }),
        },
        scopes: [{ divisionPrefix: '', departmentId: null }],
        silences: !values['without-silences'],
      },
    );
    if (outcome.kind === 'tooManyDevices') {
      console.error(
        `The rule applies to ${outcome.devices} devices here, more than YIWANG_DRY_RUN_MAX_DEVICES (${config.YIWANG_DRY_RUN_MAX_DEVICES}): narrow it with --division, --grid or --device.`,
      );
      return 1;
    }
    if (values.json)
      console.log(JSON.stringify({ ruleId: rule.ruleId, ruleVersion: rule.ruleVersion, ...outcome.report }));
    else printReport(outcome.report);
    return outcome.report.truncated === null ? 0 : 1;
  });
};

export const rulesCommand: Command = {
  name: 'rules',
  summary: 'show the alarms that a rule would have raised on stored readings',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, OPTIONS);
    actionOf('rules', positionals[0], ['dry-run'], HELP);
    noMore(positionals.slice(2), HELP);
    return dryRun(needed(positionals[1], 'the file of the rule', HELP), values);
  },
};
