import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { createCommandHandler } from '../../commands/command-handler.ts';
import type { Decider } from '../../commands/decider.ts';
import type { DomainEvent } from '../../event-store/event-store.ts';
import {
  type CodeSetData,
  codeSetDecider,
  codeSetStream,
  type FilingStandardData,
  filingStandardDecider,
  standardStream,
} from '../../governance/index.ts';
import { referencePolicy } from '../../identity/policy/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import {
  codeSetReinstated,
  codeSetVersionAnswer,
  standardReinstated,
  standardVersionAnswer,
} from '../answers/standards.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, settle } from '../request.ts';
import { actorNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'standards';
const version = z.coerce.number().int().positive();
const standardParams = z.object({ standardId: z.string().max(64) });
const codeSetParams = z.object({ codeSetId: z.string().max(64) });

const versionUnknown = () =>
  new ProblemError('notFound', { zh: '没有这个版本', en: 'there is no such version' });

/** Earlier versions of filing standards and code sets, and bringing one back: its content becomes the next version. */
export const standardVersionRoutes = (app: Api, deps: ApiDeps): void => {
  const { store } = deps.core;
  const handle = createCommandHandler(store);

  /** Every publication of a stream, latest first. Throws notFound where there was none. */
  const publications = async <Data>(stream: string) => {
    const events = await store.readStream(stream);
    if (events.length === 0) throw versionUnknown();
    const names = await actorNames(
      deps,
      events.map(({ meta }) => meta.actor),
    );
    return events
      .map(({ data, recordedAt, meta: { actor } }) => ({
        data: data as Data,
        publishedAt: recordedAt,
        publishedBy: actor,
        publishedByName: names.get(actor) ?? null,
      }))
      .reverse();
  };

  /** Throws forbidden, and notFound where no publication is the one that is wanted. */
  const reinstate = async <Data, Command, Event extends DomainEvent>(
    context: Context<ApiEnv>,
    {
      stream,
      decider,
      isWanted,
      commandOf,
    }: {
      readonly stream: string;
      readonly decider: Decider<Data | null, Command, Event>;
      readonly isWanted: (data: Data) => boolean;
      readonly commandOf: (data: Data) => Command;
    },
  ): Promise<Data> => {
    requireAllowed(context, deps, referencePolicy, 'manageStandards', { after: [WHOLE_PROVINCE] });
    const wanted = (await publications<Data>(stream)).find(({ data }) => isWanted(data));
    if (wanted === undefined) throw versionUnknown();
    const outcome = await handle({
      stream,
      decider,
      command: commandOf(wanted.data),
      context: commandContext(context, {}),
    });
    const state = await settle(context, deps, outcome);
    if (state === null) throw new ProblemError('internal');
    return state;
  };

  endpoint(app, {
    method: 'get',
    path: '/filing-standards/{standardId}/versions',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary: 'Every version of a filing standard, latest first: when and by whom it was published',
    params: standardParams,
    answer: wholeListOf(standardVersionAnswer),
    async handle(context, { params }) {
      const found = await publications<FilingStandardData>(standardStream(params.standardId));
      const items = found.map(({ data: { standardVersion, name, source, rows }, ...published }) => ({
        standardVersion,
        name,
        source,
        rows: rows.length,
        ...published,
      }));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/filing-standards/{standardId}/versions/{version}/reinstatement',
    access: holdersOf('standard:manage'),
    tag: TAG,
    summary:
      'Publish the content of an earlier version as the next one; a case keeps the version that it has',
    params: standardParams.extend({ version }),
    answer: standardReinstated,
    async handle(context, { params: { standardId, version: wanted } }) {
      const { standardVersion } = await reinstate(context, {
        stream: standardStream(standardId),
        decider: filingStandardDecider,
        isWanted: (data: FilingStandardData) => data.standardVersion === wanted,
        commandOf: (data) => ({ type: 'PublishFilingStandard' as const, data }),
      });
      return { standardId, standardVersion };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/code-sets/{codeSetId}/versions',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary: 'Every version of a set of category codes, latest first: when and by whom it was published',
    params: codeSetParams,
    answer: wholeListOf(codeSetVersionAnswer),
    async handle(context, { params }) {
      const found = await publications<CodeSetData>(codeSetStream(params.codeSetId));
      const items = found.map(({ data: { codeSetVersion, name, source, categories }, ...published }) => ({
        codeSetVersion,
        name,
        source,
        categories: categories.length,
        ...published,
      }));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/code-sets/{codeSetId}/versions/{version}/reinstatement',
    access: holdersOf('standard:manage'),
    tag: TAG,
    summary: 'Publish the content of an earlier version of a code set as the next one',
    params: codeSetParams.extend({ version }),
    answer: codeSetReinstated,
    async handle(context, { params: { codeSetId, version: wanted } }) {
      const { codeSetVersion } = await reinstate(context, {
        stream: codeSetStream(codeSetId),
        decider: codeSetDecider,
        isWanted: (data: CodeSetData) => data.codeSetVersion === wanted,
        commandOf: (data) => ({ type: 'PublishCodeSet' as const, data }),
      });
      return { codeSetId, codeSetVersion };
    },
  });
};
