import { findDuplicateRules } from '../../projections/governance/duplicate-rule-list/queries.ts';
import { type CaseLinks, createCaseLinks } from '../application/case-links.ts';
import { readCaseTiming } from '../application/case-timing.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import type { EventStore, RecordedEvent } from '../event-store/event-store.ts';
import { CASE_ENDING_TYPES } from '../governance/index.ts';
import type { Sql } from '../platform/sql.ts';
import { type EventOf, type Handlers, handle, sameFor, typesOf } from '../projection-engine/handlers.ts';
import type { Projection } from '../projection-engine/projection.ts';
import { CASE_RELATIONS } from './names.ts';

const ACTOR = 'process:case-relations';

/**
 * Completes links that somebody began, and answers or releases the children of a case that has ended. A case can end while
 * another one is being linked to it: both the end and the link are handled here, and the later of the two sees the other. Every step
 * is decided on the current streams, so repeating it after a crash changes nothing.
 */
export const createCaseRelations = (store: EventStore): Projection => {
  const links = createCaseLinks(store, createCommandHandler(store), () => readCaseTiming(store));
  return {
    name: CASE_RELATIONS.name,
    tables: [],
    handles: typesOf(on),
    async project(batch, sql) {
      for (const event of batch) await handle(on, event, { links, sql });
    },
  };
};

interface Work {
  readonly links: CaseLinks;
  readonly sql: Sql;
}

const contextOf = ({ id }: RecordedEvent) => ({ actor: ACTOR, causationId: id });

const onLinked = async (
  event: EventOf<'CaseLinkedAsDuplicate' | 'CaseMadeChild'>,
  { links }: Work,
): Promise<void> => {
  const { caseId, linkId, parentId } = event.data;
  await links.confirm(caseId, linkId, event.recordedAt, contextOf(event));
  await links.settleChildren(parentId, event.recordedAt, contextOf(event));
};

const onEnded = (
  event: RecordedEvent<{ type: string; data: { caseId: string } }>,
  { links }: Work,
): Promise<void> => links.settleChildren(event.data.caseId, event.recordedAt, contextOf(event));

const on: Handlers<Work, Promise<void>> = {
  async CaseParentReserved(event, { links, sql }) {
    const rules = await findDuplicateRules(sql);
    const began = { actor: event.meta.actor, causationId: event.id };
    if (rules === undefined) await links.forget(event.data, event.recordedAt, contextOf(event));
    else await links.completeLink(event.data, rules.links, began);
  },
  CaseLinkedAsDuplicate: onLinked,
  CaseMadeChild: onLinked,
  async CaseUnlinked(event, { links }) {
    const { caseId: childId, parentId, linkId } = event.data;
    await links.forget({ childId, parentId, linkId }, event.recordedAt, contextOf(event));
  },
  ...sameFor(CASE_ENDING_TYPES, onEnded),
};
