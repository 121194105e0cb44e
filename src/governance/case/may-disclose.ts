import { can, type RightsHolder, type RightsTarget } from '../../identity/index.ts';

/** Purposes for which a petitioner's name and number, and typed text, may be seen unmasked. */
export const DISCLOSURE_PURPOSES = {
  callBack: { nameZh: '回访报案人', nameEn: 'Call the petitioner back' },
  verify: { nameZh: '核实情况', nameEn: 'Verify what was reported' },
  handle: { nameZh: '处置联系', nameEn: 'Contact somebody to handle the case' },
  correct: { nameZh: '更正信息', nameEn: 'Correct a text' },
  rightsRequest: { nameZh: '本人行使权利', nameEn: 'At the request of the person' },
  lawfulInquiry: { nameZh: '依法查询', nameEn: 'A legal inquiry' },
} as const satisfies Record<string, { nameZh: string; nameEn: string }>;
export type DisclosurePurpose = keyof typeof DISCLOSURE_PURPOSES;

/** The parts of a case that decide it. */
export interface DisclosableCase {
  readonly target: RightsTarget;
  /** Who has the open verify or check task. */
  readonly taskExecutorId: string | null;
  readonly handlerId: string | null;
  readonly ended: boolean;
}

/**
 * Those who have to call back may see it: an acceptor for any case that they may see, a grid worker for a case whose task they have, a
 * handler for a case assigned to them, each until the case has ended. Nobody else, and never merely for having taken part.
 */
export const mayDisclose = (user: RightsHolder, facts: DisclosableCase, nowIso: string): boolean => {
  const { participantIds: _, ...target } = facts.target;
  if (can(user, 'case:disclose', target, nowIso)) return true;
  const theirs = facts.taskExecutorId === user.userId || facts.handlerId === user.userId;
  return theirs && !facts.ended && can(user, 'case:discloseOwn', target, nowIso);
};
