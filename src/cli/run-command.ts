import { PortInUseError } from '../ingest/mqtt/listen.ts';
import { EmbeddedPostgresError } from '../platform/embedded-postgres/index.ts';
import { NotDurableError } from '../platform/postgres-guard.ts';
import { adminCommand } from './admin.ts';
import { archiveCommand } from './archive.ts';
import { attachmentsCommand } from './attachments.ts';
import { backupCommand } from './backup.ts';
import { type Command, UsageError } from './command.ts';
import { demoCommand } from './demo.ts';
import { departmentCommand } from './department.ts';
import { deviceCommand } from './device.ts';
import { familyCommand } from './family.ts';
import { personCommand } from './person.ts';
import { projectionsCommand } from './projections.ts';
import { restoreCommand } from './restore.ts';
import { rulesCommand } from './rules.ts';
import { standardCommand } from './standard.ts';
import { startCommand } from './start.ts';
import { userCommand } from './user.ts';
import { verifyCommand } from './verify.ts';

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
  personCommand,
  verifyCommand,
  archiveCommand,
  backupCommand,
  restoreCommand,
  attachmentsCommand,
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

/** Runs a call of the command line, without the program's own name; gives the exit code. */
export const runCommand = async ([name, ...rest]: readonly string[]): Promise<number> => {
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
