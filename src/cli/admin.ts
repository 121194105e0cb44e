import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { ROLES, type Role, userIdOf } from '../identity/index.ts';
import { type Command, loadCliConfig, parse, UsageError } from './command.ts';
import { openSession } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- admin create --name <login> [--display-name <name>] [--role <role>] [--division <code>]',
  '                                      [--department <id>] [--password-stdin]',
  '',
  'Registers a user and gives the role (default: administrator of the whole province). Without --password-stdin a',
  'password is made and shown this once. Works while the server runs and while it does not.',
  '',
  `Roles: ${ROLES.join(', ')}`,
].join('\n');

export const adminCommand: Command = {
  name: 'admin',
  summary: 'create users, the first administrator among them',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      name: { type: 'string' },
      'display-name': { type: 'string' },
      role: { type: 'string', default: 'administrator' },
      division: { type: 'string', default: '14' },
      department: { type: 'string' },
      'password-stdin': { type: 'boolean', default: false },
    });
    if (positionals[0] !== 'create' || values.name === undefined) throw new UsageError(HELP);
    if (!(ROLES as readonly string[]).includes(values.role))
      throw new UsageError(`There is no role ${values.role}.\n\n${HELP}`);
    const { config, logger } = loadCliConfig();
    const password = values['password-stdin'] ? await readLine() : randomBytes(12).toString('base64url');
    const session = await openSession(config, logger);
    try {
      const { accounts } = session.core;
      const context = { actor: 'system' };
      const registered = await accounts.register(
        { loginName: values.name, displayName: values['display-name'] ?? values.name, password },
        context,
      );
      if (!registered.ok) {
        console.error(registered.refusal.message);
        return 1;
      }
      const assigned = await accounts.assignRole(
        userIdOf(values.name),
        { role: values.role as Role, divisionCode: values.division, departmentId: values.department ?? null },
        context,
      );
      if (!assigned.ok) {
        console.error(assigned.refusal.message);
        return 1;
      }
      console.log(`User ${values.name} is ${values.role} of division ${values.division}.`);
      if (!values['password-stdin']) console.log(`Password (shown this once): ${password}`);
      return 0;
    } finally {
      await session.close();
    }
  },
};

const readLine = async (): Promise<string> => {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw new UsageError('There is no password on standard input.');
};
