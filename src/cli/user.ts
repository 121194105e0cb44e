import { userListProjection } from '../../projections/identity/user-list/project.ts';
import { listUsers } from '../../projections/identity/user-list/queries.ts';
import { ROLES, userIdOf } from '../identity/index.ts';
import { catchUpProjection } from '../projection-engine/rebuild.ts';
import type { Core } from '../server/core.ts';
import { unknownPlaceOf } from './assignment.ts';
import { actionOf, type Command, needed as neededOption, noMore, parse } from './command.ts';
import { readRole } from './role.ts';
import { exitCodeOf, withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- user list',
  '       npm run yiwang -- user assign  --name <login> --role <role> --division <code> [--department <id>]',
  '       npm run yiwang -- user revoke  --name <login> --assignment <id>',
  '       npm run yiwang -- user disable --name <login> --reason <text>',
  '       npm run yiwang -- user enable  --name <login>',
  '       npm run yiwang -- user reset-password --name <login>        a one-time code for a new password, shown only once',
  '       npm run yiwang -- user drop-second-factor --name <login>    for a user who has lost the device and the recovery codes',
  '       npm run yiwang -- user sessions      --name <login>',
  '       npm run yiwang -- user end-sessions  --name <login>',
  '       npm run yiwang -- user duties [--apply]                     users with roles that must be separate; --apply revokes the later one',
  '',
  'A user is created by "admin create".',
  '',
  `Roles: ${ROLES.join(', ')}`,
].join('\n');

type Values = { readonly apply?: boolean } & Partial<
  Record<'name' | 'role' | 'division' | 'department' | 'assignment' | 'reason', string>
>;

const needed = (values: Values, option: Exclude<keyof Values, 'apply'>): string =>
  neededOption(values[option], `--${option}`, HELP);

const CONTEXT = { actor: 'system' };

/** Checks the options of an action first, so that a wrong call opens nothing; the returned function does the work. */
const ACTIONS: Readonly<Record<string, (values: Values) => (core: Core) => Promise<number>>> = {
  list:
    () =>
    async ({ sql, store, accounts }) => {
      await catchUpProjection({ store, sql, projection: userListProjection });
      for (const row of await listUsers(sql)) {
        const { user_id: userId, login_name: loginName, status, assignments } = row;
        const displayName = await accounts.openName(userId, row.display_name);
        console.log(JSON.stringify({ userId, loginName, displayName, status, assignments }));
      }
      return 0;
    },
  assign(values) {
    const userId = userIdOf(needed(values, 'name'));
    const assignment = {
      role: readRole(needed(values, 'role'), HELP),
      divisionCode: needed(values, 'division'),
      departmentId: values.department ?? null,
    };
    return async (core) => {
      const unknown = await unknownPlaceOf(core, assignment);
      if (unknown === undefined)
        return exitCodeOf(await core.accounts.assignRole(userId, assignment, CONTEXT));
      console.error(unknown);
      return 1;
    };
  },
  revoke(values) {
    const [userId, assignmentId] = [userIdOf(needed(values, 'name')), needed(values, 'assignment')];
    return async ({ accounts }) => exitCodeOf(await accounts.revokeRole(userId, assignmentId, CONTEXT));
  },
  duties:
    ({ apply = false }) =>
    async ({ sql, store, accounts }) => {
      await catchUpProjection({ store, sql, projection: userListProjection });
      for (const row of await listUsers(sql)) {
        for (const { rule, held, other } of accounts.dutyConflicts(row.assignments)) {
          const { role, assignmentId } = other;
          console.log(
            JSON.stringify({
              loginName: row.login_name,
              rule: rule.ruleId,
              keeps: held.role,
              loses: role,
              assignmentId,
            }),
          );
          if (!apply) continue;
          const outcome = await accounts.revokeRole(row.user_id, assignmentId, CONTEXT);
          if (!outcome.ok) return exitCodeOf(outcome);
        }
      }
      return 0;
    },
  disable(values) {
    const [userId, reason] = [userIdOf(needed(values, 'name')), needed(values, 'reason')];
    return async ({ accounts }) => exitCodeOf(await accounts.disable(userId, reason, CONTEXT));
  },
  enable(values) {
    const userId = userIdOf(needed(values, 'name'));
    return async ({ accounts }) => exitCodeOf(await accounts.enable(userId, CONTEXT));
  },
  'reset-password'(values) {
    const userId = userIdOf(needed(values, 'name'));
    return async ({ accounts }) => {
      const issued = await accounts.issuePasswordReset(userId, CONTEXT);
      if (!issued.ok) return exitCodeOf(issued);
      console.log(`One-time code (shown only once, valid until ${issued.expiresAt}): ${issued.code}`);
      return 0;
    };
  },
  'drop-second-factor'(values) {
    const userId = userIdOf(needed(values, 'name'));
    return async ({ accounts }) => exitCodeOf(await accounts.dropSecondFactor(userId, CONTEXT));
  },
  sessions(values) {
    const userId = userIdOf(needed(values, 'name'));
    return async ({ accounts }) => {
      for (const session of await accounts.listSessions(userId)) console.log(JSON.stringify(session));
      return 0;
    };
  },
  'end-sessions'(values) {
    const userId = userIdOf(needed(values, 'name'));
    return async ({ accounts }) => exitCodeOf(await accounts.closeAllSessions(userId, CONTEXT));
  },
};

export const userCommand: Command = {
  name: 'user',
  summary: 'list users, roles, disable and enable, reset passwords, end sessions',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      name: { type: 'string' },
      role: { type: 'string' },
      division: { type: 'string' },
      department: { type: 'string' },
      assignment: { type: 'string' },
      reason: { type: 'string' },
      apply: { type: 'boolean', default: false },
    });
    const action = actionOf('user', positionals[0], Object.keys(ACTIONS), HELP);
    noMore(positionals.slice(1), HELP);
    const act = ACTIONS[action]!(values);
    return withCore(act);
  },
};
