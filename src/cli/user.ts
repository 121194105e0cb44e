import { type UserRow, userList } from '../../projections/user-list/project.ts';
import type { CommandOutcome } from '../application/command-handler.ts';
import { ROLES, type Role, userIdOf } from '../identity/index.ts';
import { catchUpProjection } from '../projection-engine/rebuild.ts';
import { type Command, loadCliConfig, parse, UsageError } from './command.ts';
import { openSession } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- user list',
  '       npm run yiwang -- user assign  --name <login> --role <role> --division <code> [--department <id>]',
  '       npm run yiwang -- user revoke  --name <login> --assignment <id>',
  '       npm run yiwang -- user disable --name <login> --reason <text>',
  '       npm run yiwang -- user enable  --name <login>',
  '',
  'A user is created by "admin create".',
  '',
  `Roles: ${ROLES.join(', ')}`,
].join('\n');

const needed = (value: string | undefined, option: string): string => {
  if (value === undefined) throw new UsageError(`--${option} is missing.\n\n${HELP}`);
  return value;
};

export const userCommand: Command = {
  name: 'user',
  summary: 'list users, give and take roles, disable and enable',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      name: { type: 'string' },
      role: { type: 'string' },
      division: { type: 'string' },
      department: { type: 'string' },
      assignment: { type: 'string' },
      reason: { type: 'string' },
    });
    const [action] = positionals;
    type Core = Awaited<ReturnType<typeof openSession>>['core'];
    const context = { actor: 'system' };
    let act: (core: Core) => Promise<CommandOutcome<unknown> | undefined>;
    if (action === 'list') {
      act = async ({ sql, store, accounts }) => {
        await catchUpProjection({ store, sql, projection: userList });
        for (const row of await sql<UserRow>`select * from users order by login_name`) {
          const { user_id: userId, login_name: loginName, status, assignments } = row;
          const displayName = await accounts.openName(userId, row.display_name);
          console.log(JSON.stringify({ userId, loginName, displayName, status, assignments }));
        }
        return undefined;
      };
    } else {
      const userId = userIdOf(needed(values.name, 'name'));
      switch (action) {
        case 'assign': {
          const role = needed(values.role, 'role');
          const divisionCode = needed(values.division, 'division');
          if (!(ROLES as readonly string[]).includes(role))
            throw new UsageError(`There is no role ${role}.\n\n${HELP}`);
          const departmentId = values.department ?? null;
          act = ({ accounts }) =>
            accounts.assignRole(userId, { role: role as Role, divisionCode, departmentId }, context);
          break;
        }
        case 'revoke': {
          const assignment = needed(values.assignment, 'assignment');
          act = ({ accounts }) => accounts.revokeRole(userId, assignment, context);
          break;
        }
        case 'disable': {
          const reason = needed(values.reason, 'reason');
          act = ({ accounts }) => accounts.disable(userId, reason, context);
          break;
        }
        case 'enable':
          act = ({ accounts }) => accounts.enable(userId, context);
          break;
        default:
          throw new UsageError(HELP);
      }
    }
    const { config, logger } = loadCliConfig();
    const session = await openSession(config, logger);
    try {
      const outcome = await act(session.core);
      if (outcome === undefined || outcome.ok) return 0;
      console.error(outcome.refusal.message);
      return 1;
    } finally {
      await session.close();
    }
  },
};
