import { adminCommand } from './cli/admin.ts';
import { archiveCommand } from './cli/archive.ts';
import { backupCommand } from './cli/backup.ts';
import { type Command, UsageError } from './cli/command.ts';
import { demoCommand } from './cli/demo.ts';
import { departmentCommand } from './cli/department.ts';
import { deviceCommand } from './cli/device.ts';
import { familyCommand } from './cli/family.ts';
import { projectionsCommand } from './cli/projections.ts';
import { restoreCommand } from './cli/restore.ts';
import { rulesCommand } from './cli/rules.ts';
import { standardCommand } from './cli/standard.ts';
import { startCommand } from './cli/start.ts';
import { userCommand } from './cli/user.ts';
import { verifyCommand } from './cli/verify.ts';
import { PortInUseError } from './ingest/mqtt/listen.ts';
import { EmbeddedPostgresError } from './platform/embedded-postgres/index.ts';
import { NotDurableError } from './platform/postgres-guard.ts';

const COMMANDS: readonly Command[] = [
  startCommand,
  demoCommand,
  adminCommand,
  userCommand,
  departmentCommand,
  deviceCommand,
  standardCommand,
  familyCommand,
  rulesCommand,
  projectionsCommand,
  verifyCommand,
  archiveCommand,
  backupCommand,
  restoreCommand,
];

const help = (): string =>
  [
    'yiwang (一网): grid governance and sensing on an event log',
    '',
    'Usage: npm run yiwang -- <command> [options]',
    '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`),
    '',
    'Options of a command: npm run yiwang -- <command> --help',
  ].join('\n');

const main = async (): Promise<number> => {
  const [name, ...rest] = process.argv.slice(2);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    console.error(`There is no command ${name}.\n\n${help()}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.help);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    // Faults that the person at the keyboard can mend get a sentence; anything else its stack.
    const known = [UsageError, EmbeddedPostgresError, PortInUseError, NotDurableError].some(
      (kind) => error instanceof kind,
    );
    console.error(known ? (error as Error).message : error);
    return error instanceof UsageError ? 2 : 1;
  }
};

process.exitCode = await main();
