import { type DepartmentRow, departmentList } from '../../projections/department-list/project.ts';
import { createCommandHandler } from '../application/command-handler.ts';
import { departmentDecider, departmentStream } from '../identity/index.ts';
import { catchUpProjection } from '../projection-engine/rebuild.ts';
import { type Command, parse, UsageError } from './command.ts';
import { exitCodeOf, withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- department list',
  '       npm run yiwang -- department define --id <id> --name <name> --division <code> [--body <name> …]',
  '',
  'Defines a department, or changes it. --body names a handling body (处置主体) of the filing standards that it stands for;',
  'it can be given several times.',
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
    const [action] = positionals;
    const { id, name, division } = values;
    const defines = action === 'define' && id !== undefined && name !== undefined && division !== undefined;
    if (action !== 'list' && !defines) throw new UsageError(HELP);
    return withCore(async ({ sql, store }) => {
      if (!defines) {
        await catchUpProjection({ store, sql, projection: departmentList });
        for (const row of await sql<DepartmentRow>`select * from departments order by department_id`) {
          const { department_id: departmentId, division_code: divisionCode, bodies } = row;
          console.log(JSON.stringify({ departmentId, name: row.name, divisionCode, bodies }));
        }
        return 0;
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
