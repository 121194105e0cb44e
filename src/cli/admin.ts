import { randomBytes } from 'node:crypto';
import { ROLES, userIdOf } from '../identity/index.ts';
import { unknownPlaceOf } from './assignment.ts';
import { actionOf, type Command, needed, noMore, parse } from './command.ts';
import { readLine } from './read-line.ts';
import { readRole } from './role.ts';
import { exitCodeOf, withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- admin create --name <login> [--display-name <name>] [--role <role>] [--division <code>]',
  '                                      [--department <id>] [--password-stdin] [--must-change]',
  '',
  'Registers a user and gives the role (default: administrator of the whole province). Without --password-stdin a',
  'password is generated and shown only once. Works whether the server is running or not.',
  '',
  '  --must-change   the user can do nothing before changing the password: for accounts created for others',
  '',
  `Roles: ${ROLES.join(', ')}`,
].join('\n');

export const adminCommand: Command = {
  name: 'admin',
  summary: 'create users, including the first administrator',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      name: { type: 'string' },
      'display-name': { type: 'string' },
      role: { type: 'string', default: 'administrator' },
      division: { type: 'string', default: '14' },
      department: { type: 'string' },
      'password-stdin': { type: 'boolean', default: false },
      'must-change': { type: 'boolean', default: false },
    });
    actionOf('admin', positionals[0], ['create'], HELP);
    noMore(positionals.slice(1), HELP);
    const role = readRole(values.role, HELP);
    const name = needed(values.name, '--name', HELP);
    const password = values['password-stdin']
      ? await readLine('password')
      : randomBytes(12).toString('base64url');
    return withCore(async (core) => {
      const { accounts } = core;
      const context = { actor: 'system' };
      const assignment = { role, divisionCode: values.division, departmentId: values.department ?? null };
      const unknown = await unknownPlaceOf(core, assignment);
      if (unknown !== undefined) {
        console.error(unknown);
        return 1;
      }
      // A half-created user could neither be created again nor sign in.
      const refusal = accounts.refusedFor(userIdOf(name), [assignment], context);
      if (refusal !== undefined) return exitCodeOf(refusal);
      const displayName = values['display-name'] ?? name;
      const registered = await accounts.register(
        { loginName: name, displayName, password, mustChangePassword: values['must-change'] },
        context,
      );
      if (!registered.ok) return exitCodeOf(registered);
      const assigned = await accounts.assignRole(userIdOf(name), assignment, context);
      if (!assigned.ok) return exitCodeOf(assigned);
      console.log(`User ${name} is ${role} of division ${values.division}.`);
      if (!values['password-stdin']) console.log(`Password (shown only once): ${password}`);
      return 0;
    });
  },
};
