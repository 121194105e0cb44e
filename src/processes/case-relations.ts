import { findDuplicateRules } from '../../projections/governance/duplicate-rule-list/queries.ts';
import { type CaseLinks, createCaseLinks } from '../application/case-links.ts';
import { readCaseTiming } from '../application/case-timing.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type {
  CaseClosed,
  CaseFilingDeclined,
  CaseForceClosed,
  CaseLinkedAsDuplicate,
  CaseMadeChild,
  CaseParentReserved,
  CaseRejected,
  CaseSelfHandlingAudited,
  CaseUnlinked,
  CaseVoided,
} from '../governance/events.ts';
import type { Sql } from '../platform/sql.ts';
import type { Projection } from '../projection-engine/projection.ts';
import type { Recorded } from '../projection-engine/row-projection.ts';
import { CASE_RELATIONS } from './names.ts';

type Handled =
  | CaseParentReserved
  | CaseLinkedAsDuplicate
  | CaseMadeChild
  | CaseUnlinked
  | CaseClosed
  | CaseFilingDeclined
  | CaseForceClosed
  | CaseRejected
  | CaseSelfHandlingAudited
  | CaseVoided;

const ACTOR = 'process:case-relations';

/**
 * Completes links that somebody began, and answers or releases the children of a case that has ended. A case can end while
 * another one is being linked to it: both the end and the link lead here, and whichever comes later sees the other. Every step
 * is decided on the streams as they are, so doing it again after a crash changes nothing.
 */
export const createCaseRelations = (store: EventStore): Projection => {
  const links = createCaseLinks(store, createCommandHandler(store), () => readCaseTiming(store));
  return {
    name: CASE_RELATIONS.name,
    tables: [],
    handles: new Set<Handled['type']>([
      'CaseParentReserved',
      'CaseLinkedAsDuplicate',
      'CaseMadeChild',
      'CaseUnlinked',
      'CaseClosed',
      'CaseFilingDeclined',
      'CaseForceClosed',
      'CaseRejected',
      'CaseSelfHandlingAudited',
      'CaseVoided',
    ]),
    async project(batch, sql) {
      for (const event of batch as unknown as readonly Recorded<Handled>[]) await react(links, sql, event);
    },
  };
};

const react = async (links: CaseLinks, sql: Sql, event: Recorded<Handled>): Promise<void> => {
  const context = { actor: ACTOR, causationId: event.id };
  const at = event.recordedAt;
  switch (event.type) {
    case 'CaseParentReserved': {
      const rules = await findDuplicateRules(sql);
      const began = { actor: event.meta.actor, causationId: event.id };
      if (rules === undefined) await links.forget(event.data, at, context);
      else await links.completeLink(event.data, rules.links, began);
      break;
    }
    case 'CaseLinkedAsDuplicate':
    case 'CaseMadeChild':
      await links.confirm(event.data.caseId, event.data.linkId, at, context);
      await links.settleChildren(event.data.parentId, at, context);
      break;
    case 'CaseUnlinked': {
      const { caseId: childId, parentId, linkId } = event.data;
      await links.forget({ childId, parentId, linkId }, at, context);
      break;
    }
    case 'CaseClosed':
    case 'CaseFilingDeclined':
    case 'CaseForceClosed':
    case 'CaseRejected':
    case 'CaseSelfHandlingAudited':
    case 'CaseVoided':
      await links.settleChildren(event.data.caseId, at, context);
      break;
    default:
      event satisfies never;
  }
};
