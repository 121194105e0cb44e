import { type Config, readConfig } from '../config.ts';
import { type Command, noMore, parse } from './command.ts';
import { checkCalendar, checkDatabase } from './doctor/database.ts';
import type { Finding } from './doctor/finding.ts';
import { checkDisk, checkFolder, checkNode, checkPorts, checkSettings } from './doctor/machine.ts';

const HELP = [
  'Usage: npm run yiwang -- doctor [--json]',
  '',
  'Checks what a server needs: settings, Node, the data folder and its permissions, free disk, ports, the database, the work calendar',
  'of next year. One sentence each, and what to do about problems. Starts and changes nothing, whether a server is running or not.',
  '',
  'Exit code 1: something prevents a server from starting or working.',
].join('\n');

const MARKS = { good: 'ok  ', doubtful: 'note', bad: 'BAD ' };

const findingsOf = async (config: Config): Promise<readonly Finding[]> => [
  ...checkSettings(process.env),
  checkNode(process.versions.node),
  await checkFolder(config.YIWANG_DATA_DIR),
  await checkDisk(config.YIWANG_DATA_DIR, config.YIWANG_MIN_FREE_DISK_BYTES),
  ...(await checkPorts(config)),
  await checkDatabase(config),
  await checkCalendar(config, new Date()),
];

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'find problems that prevent a server from starting or working',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, { json: { type: 'boolean', default: false } });
    noMore(positionals, HELP);
    const settings = readConfig(process.env);
    const findings = settings.ok
      ? await findingsOf(settings.config)
      : [...checkSettings(process.env), checkNode(process.versions.node)];
    if (values.json) console.log(JSON.stringify(findings));
    else
      for (const { check, state, sentence, fix } of findings) {
        console.log(`${MARKS[state]}  ${check.padEnd(10)}${sentence}`);
        if (fix !== undefined) console.log(`${' '.repeat(16)}→ ${fix}`);
      }
    return findings.some(({ state }) => state === 'bad') ? 1 : 0;
  },
};
