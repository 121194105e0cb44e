import { departmentListProjection } from '../../projections/identity/department-list/project.ts';
import { listDepartments } from '../../projections/identity/department-list/queries.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import { departmentDecider, departmentStream } from '../identity/index.ts';
import { catchUpProjection } from '../projection-engine/rebuild.ts';
import { unknownPlaceOf } from './assignment.ts';
import { actionOf, type Command, needed, noMore, parse } from './command.ts';
import { exitCodeOf, withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- department list',
  '       npm run yiwang -- department define --id <id> --name <name> --division <code> [--body <name> …]',
  '',
  'Defines a department, or changes it. --body names a handling body (处置主体) of the filing standards that it represents;',
  'it can be used several times.',
].join('\n');

export const departmentCommand: Command = {
  name: 'department',
  summary: 'list and define departments',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      id: { type: 'string' },
      name: { type: 'string' },
      division: { type: 'string' },
      body: { type: 'string', multiple: true, default: [] },
    });
    const action = actionOf('department', positionals[0], ['list', 'define'], HELP);
    noMore(positionals.slice(1), HELP);
    if (action === 'list')
      return withCore(async ({ sql, store }) => {
        await catchUpProjection({ store, sql, projection: departmentListProjection });
        for (const row of await listDepartments(sql)) {
          const { department_id: departmentId, division_code: divisionCode, bodies } = row;
          console.log(JSON.stringify({ departmentId, name: row.name, divisionCode, bodies }));
        }
        return 0;
      });
    const id = needed(values.id, '--id', HELP);
    const name = needed(values.name, '--name', HELP);
    const division = needed(values.division, '--division', HELP);
    return withCore(async (core) => {
      const { store } = core;
      const unknown = await unknownPlaceOf(core, { divisionCode: division, departmentId: null });
      if (unknown !== undefined) {
        console.error(unknown);
        return 1;
      }
      const data = { departmentId: id, name, divisionCode: division, bodies: values.body, synthetic: false };
      return exitCodeOf(
        await createCommandHandler(store)({
          stream: departmentStream(id),
          decider: departmentDecider,
          command: { type: 'DefineDepartment', data },
          context: { actor: 'system' },
        }),
      );
    });
  },
};
