import {
  type CommandContext,
  type CommandHandler,
  type CommandOutcome,
  refusalBeforehand,
} from '../commands/command-handler.ts';
import { refused } from '../commands/decider.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type { CaseClosed, CaseForceClosed, CaseStage, LinkKind } from '../governance/events.ts';
import {
  type CaseCommand,
  type CaseLink,
  type CaseLinksState,
  type CaseState,
  type CaseTiming,
  caseLinksDecider,
  caseLinksStream,
  caseStream,
  createCaseDecider,
  type DuplicateRules,
  foldCase,
  isTerminal,
} from '../governance/index.ts';

type Outcome = CommandOutcome<CaseState>;

export interface LinkRequest {
  readonly childId: string;
  readonly parentId: string;
  readonly kind: LinkKind;
  /** Identifies the link of this child; the same id again is the same link. */
  readonly linkId: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface UnlinkRequest {
  readonly childId: string;
  readonly reason: string;
  readonly at: string;
}

const RELEASED_AFTER: Partial<Readonly<Record<CaseStage, string>>> = {
  rejected: '主案件未受理',
  declined: '主案件不予立案',
  voided: '主案件已作废',
};

/** The opinion sent to the reporters of the children; undefined for a case that was not closed. */
const closingOpinion = (
  events: readonly { readonly type: string; readonly data: unknown }[],
): string | undefined => {
  const closed = events.findLast(({ type }) => type === 'CaseClosed' || type === 'CaseForceClosed');
  if (closed === undefined) return undefined;
  return closed.type === 'CaseClosed'
    ? (closed.data as CaseClosed['data']).opinion
    : (closed.data as CaseForceClosed['data']).reason;
};

/**
 * Links between cases. A link is recorded in three streams (the child's links, the parent's links, the child's case), written in this
 * order; each step is decided separately and does nothing if it has already been done. If it is interrupted in between, the next
 * attempt completes or reverts it: by the caller, or by the process that follows the reservations.
 */
export const createCaseLinks = (
  store: EventStore,
  handle: CommandHandler,
  timing: () => CaseTiming | Promise<CaseTiming>,
) => {
  const readCase = async (caseId: string) => {
    const events = await store.readStream(caseStream(caseId));
    return { state: foldCase(events), events };
  };
  const readLinks = async (caseId: string): Promise<CaseLinksState> =>
    (await store.readStream(caseLinksStream(caseId))).reduce(
      (known, event) => caseLinksDecider.evolve(known, event as never),
      caseLinksDecider.initialState,
    );
  const onLinks = (
    caseId: string,
    command: Parameters<typeof caseLinksDecider.decide>[0],
    context: CommandContext,
  ) => handle({ stream: caseLinksStream(caseId), decider: caseLinksDecider, command, context });
  const onCase = async (caseId: string, command: CaseCommand, context: CommandContext): Promise<Outcome> =>
    handle({ stream: caseStream(caseId), decider: createCaseDecider(await timing()), command, context });

  /** The actor's context, without the members that belong to a single command: key, digest and expected version. */
  const alone = ({ actor, causationId, correlationId }: CommandContext): CommandContext => ({
    actor,
    ...(causationId === undefined ? {} : { causationId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  });

  const dissolve = async ({ childId, parentId, linkId }: CaseLink, at: string, context: CommandContext) => {
    await onLinks(parentId, { type: 'RemoveChild', linkId, at }, alone(context));
    await onLinks(childId, { type: 'ReleaseParent', linkId, at }, alone(context));
  };

  const addChild = (
    { childId, parentId, kind, linkId, at }: LinkRequest,
    { maxChildren }: DuplicateRules['links'],
    context: CommandContext,
  ) => ({
    stream: caseLinksStream(parentId),
    decider: caseLinksDecider,
    command: { type: 'AddChild', parentId, childId, kind, linkId, maxChildren, at } as const,
    context: alone(context),
  });

  /** Steps after the reservation; releases the reservation if the parent or the child's case refuses. */
  const completeLink = async (
    request: LinkRequest,
    rules: DuplicateRules['links'],
    context: CommandContext,
  ): Promise<Outcome> => {
    const { childId, parentId, kind, linkId, reason, at } = request;
    const { parent } = await readLinks(childId);
    if (parent?.linkId !== linkId) return refused('caseNotLinked', '案件未关联', { caseId: childId });
    const { linkableStages } = rules;
    const added = await handle(addChild(request, rules, context));
    const { state } = await readCase(parentId);
    const command = {
      type: 'LinkToParent',
      parentId,
      parentNumber: state.caseNumber,
      kind,
      linkId,
      linkableStages,
      reason,
      at,
    } as const;
    // The event's id is derived from the link: a link that was undone meanwhile is recognised, and not created again.
    const linked = added.ok
      ? await onCase(childId, command, { ...alone(context), key: `link ${linkId}` })
      : added;
    if (!linked.ok) await dissolve(parent, at, context);
    return linked;
  };

  return {
    completeLink,

    async link(
      request: LinkRequest,
      rules: DuplicateRules['links'],
      context: CommandContext,
    ): Promise<Outcome> {
      const { childId, parentId, linkId } = request;
      const [child, parent] = [await readCase(childId), await readCase(parentId)];
      if (!child.state.exists || !parent.state.exists) return refused('caseUnknown', '案件不存在');
      const { expectedVersion, ...unversioned } = context;
      const last = child.events.at(-1)!;
      const isRepeat = child.events.some(({ data }) => (data as { linkId?: string }).linkId === linkId);
      if (!isRepeat) {
        if (expectedVersion !== undefined && expectedVersion !== last.version)
          return refused('versionMismatch', '内容已被他人更新，请刷新后重试', {
            expected: expectedVersion,
            actual: last.version,
          });
        if (isTerminal(parent.state.stage))
          return refused('parentEnded', '目标案件已结束', { stage: parent.state.stage });
        const { linkableStages } = rules;
        const { caseNumber: parentNumber } = parent.state;
        const tried = createCaseDecider(await timing()).decide(
          { type: 'LinkToParent', ...request, parentNumber, linkableStages },
          child.state,
        );
        if (!tried.ok) return tried;
      }
      const reservation = {
        stream: caseLinksStream(childId),
        decider: caseLinksDecider,
        command: { type: 'ReserveParent', ...request } as const,
        context: unversioned,
      };
      const full =
        (await refusalBeforehand(store, reservation)) ??
        (isRepeat ? undefined : await refusalBeforehand(store, addChild(request, rules, context)));
      if (full !== undefined) return full;
      const reserved = await handle(reservation);
      if (!reserved.ok) return reserved;
      if (isRepeat)
        return {
          ok: true,
          state: child.state,
          version: last.version,
          position: last.position,
          replayed: true,
        };
      return completeLink(request, rules, context);
    },

    /** The child resumes, in the stage in which it was merged. */
    async unlink({ childId, reason, at }: UnlinkRequest, context: CommandContext): Promise<Outcome> {
      const { state } = await readCase(childId);
      if (!state.exists) return refused('caseUnknown', '案件不存在');
      const linkId = state.link?.linkId ?? '';
      const { parent } = await readLinks(childId);
      const unlinked = await onCase(childId, { type: 'UnlinkFromParent', linkId, reason, at }, context);
      if (!unlinked.ok) return unlinked;
      if (unlinked.position === undefined) return refused('caseNotLinked', '案件未关联');
      if (parent?.linkId === linkId) await dissolve(parent, at, context);
      return unlinked;
    },

    /** A case that is marked as linked but has no reservation resumes. */
    async confirm(childId: string, linkId: string, at: string, context: CommandContext): Promise<void> {
      if ((await readLinks(childId)).parent?.linkId === linkId) return;
      const command = { type: 'UnlinkFromParent', linkId, reason: '关联未完成', at } as const;
      await onCase(childId, command, { ...context, key: `undo ${linkId}` });
    },

    /** The remaining steps after a case has been unlinked. */
    async forget(
      link: Pick<CaseLink, 'childId' | 'parentId' | 'linkId'>,
      at: string,
      context: CommandContext,
    ) {
      await dissolve({ ...link, kind: 'duplicate' }, at, context);
    },

    /** Once the parent has ended: if it was closed or force-closed, it answers its children; otherwise it releases them. */
    async settleChildren(parentId: string, at: string, context: CommandContext): Promise<void> {
      const { children } = await readLinks(parentId);
      if (children.length === 0) return;
      const { state, events } = await readCase(parentId);
      if (!isTerminal(state.stage)) return;
      const opinion = closingOpinion(events);
      for (const link of children) {
        const { childId, linkId } = link;
        if (opinion !== undefined) {
          const command = {
            type: 'AnswerByParent',
            linkId,
            parentNumber: state.caseNumber,
            opinion,
            at,
          } as const;
          await onCase(childId, command, { ...context, key: `answer ${linkId}` });
        } else {
          const reason = RELEASED_AFTER[state.stage] ?? '主案件已结束';
          const command = { type: 'UnlinkFromParent', linkId, reason, at } as const;
          await onCase(childId, command, { ...context, key: `release ${linkId}` });
        }
      }
    },
  };
};

export type CaseLinks = ReturnType<typeof createCaseLinks>;
