import { api, take } from '../api.ts';
import type { Workflow } from '../words.ts';

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
  /** Goes out even if the page is closed meanwhile. */
  readonly outlivesPage?: boolean;
}

/** Takes a step of the workflow. Throws ApiError. */
export const takeStep = ({
  caseId,
  resource,
  body,
  etag,
  key,
  outlivesPage = false,
}: StepCall): Promise<unknown> =>
  take(
    // The steps are data: which there are is known when the page runs.
    (api.POST as (path: string, init: object) => ReturnType<typeof api.POST>)(
      `/api/v1/cases/${caseId}/${resource}` as never,
      {
        body,
        keepalive: outlivesPage,
        headers: { 'idempotency-key': key, ...(etag === undefined ? {} : { 'if-match': etag }) },
      } as never,
    ),
  );
