import type { Transition } from './take-step.ts';

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
