import { signedIn } from '../access.ts';
import { searchableMatterAnswer } from '../answers/standards.ts';
import { mattersOf } from '../case-names.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { readingsOf } from '../readings.ts';
import { answerList } from '../whole-list.ts';

/** Reportable matters of the filing standards, for pickers. */
export const matterRoutes = (app: Api, deps: ApiDeps): void => {
  endpoint(app, {
    method: 'get',
    path: '/matters',
    access: signedIn('published data of the deployment'),
    tag: 'standards',
    summary: 'Matters of all filing standards, allowed as the category of a report',
    answer: wholeListOf(searchableMatterAnswer),
    async handle(context) {
      const matters = [...mattersOf(deps.reference).values()];
      const items = await Promise.all(
        matters.map(async (matter) => ({ ...matter, pinyin: await readingsOf(matter.name) })),
      );
      return answerList(context, items);
    },
  });
};
