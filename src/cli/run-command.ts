import { PRODUCT_VERSION } from '../platform/product-version.ts';
import { adminCommand } from './admin.ts';
import { archiveCommand } from './archive.ts';
import { attachmentsCommand } from './attachments.ts';
import { backupCommand } from './backup.ts';
import { type Command, hintOf, UsageError } from './command.ts';
import { demoCommand } from './demo.ts';
import { departmentCommand } from './department.ts';
import { deviceCommand } from './device.ts';
import { doctorCommand } from './doctor.ts';
import { familyCommand } from './family.ts';
import { personCommand } from './person.ts';
import { projectionsCommand } from './projections.ts';
import { restoreCommand } from './restore.ts';
import { rulesCommand } from './rules.ts';
import { sentenceOf } from './sentence-of.ts';
import { standardCommand } from './standard.ts';
import { startCommand } from './start.ts';
import { statusCommand } from './status.ts';
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
  statusCommand,
  doctorCommand,
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
    'Options of a command: npm run yiwang -- <command> --help; the release: npm run yiwang -- --version',
  ].join('\n');

/** Runs a command line without the program's name; returns the exit code. */
export const runCommand = async ([name, ...rest]: readonly string[]): Promise<number> => {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v' || name === 'version') {
    console.log(`yiwang ${PRODUCT_VERSION}, Node ${process.versions.node}`);
    return 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    console.error(
      `There is no command ${name}${hintOf(
        name,
        COMMANDS.map((each) => each.name),
      )}\n\n${help()}`,
    );
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.help);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    console.error(sentenceOf(error) ?? error);
    return error instanceof UsageError ? 2 : 1;
  }
};
