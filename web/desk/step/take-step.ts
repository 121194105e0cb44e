import { api, take } from '../../shared/api.ts';
import type { Workflow } from '../../shared/words.ts';

export type Transition = Workflow['transitions'][number];
export type StepField = Transition['fields'][number];
/** What was filled in, by the names of the fields. */
export type Filled = Readonly<Record<string, unknown>>;

export interface StepCall {
  readonly caseId: string;
  /** With the ids that it names in braces filled in. */
  readonly resource: string;
  readonly body: Filled;
  /** The version that the person saw: somebody else's change since is told, not written over. */
  readonly etag?: string | undefined;
  /** The same for every attempt of one decision, so that it is done once. */
  readonly key: string;
}

/** Takes a step of the workflow. Throws ApiError. */
export const takeStep = ({ caseId, resource, body, etag, key }: StepCall): Promise<unknown> =>
  take(
    // The steps are data: which there are is known when the page runs.
    (api.POST as (path: string, init: object) => ReturnType<typeof api.POST>)(
      `/api/v1/cases/${caseId}/${resource}` as never,
      {
        body,
        headers: { 'idempotency-key': key, ...(etag === undefined ? {} : { 'if-match': etag }) },
      } as never,
    ),
  );

/** What is open on a case and may be named by a step. */
export interface OpenThings {
  readonly task: { readonly taskId: string } | null;
  readonly requests: readonly { readonly requestId: string; readonly kind: string }[];
  readonly supervisions: readonly { readonly supervisionId: string; readonly reply: string | null }[];
  readonly appeal: { readonly appealId: string } | null;
}

/** `extension` of `DecideExtension`. */
const requestKindOf = (command: string): string => command.replace(/^Decide/, '').toLowerCase();

/** The resource with the ids of what is open filled in; undefined where nothing of it is open. */
export const resourceOf = (
  { command, resource }: Pick<Transition, 'command' | 'resource'>,
  { task, requests, supervisions, appeal }: OpenThings,
): string | undefined => {
  const ids: Readonly<Record<string, string | undefined>> = {
    taskId: task?.taskId,
    requestId: requests.find(({ kind }) => kind === requestKindOf(command))?.requestId,
    supervisionId: supervisions.find(({ reply }) => reply === null)?.supervisionId,
    appealId: appeal?.appealId,
  };
  let isWhole = true;
  const filled = resource.replace(/\{(\w+)\}/g, (_braces, name: string) => {
    const id = ids[name];
    if (id === undefined) isWhole = false;
    return id ?? '';
  });
  return isWhole ? filled : undefined;
};
