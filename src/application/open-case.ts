import {
  type CommandContext,
  type CommandHandler,
  type CommandOutcome,
  type CommandRequest,
  refusalBeforehand,
} from '../commands/command-handler.ts';
import { refused } from '../commands/decider.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type { CaseEvent, CaseReported } from '../governance/events.ts';
import {
  type CaseCommand,
  type CaseState,
  type CaseTiming,
  caseNumber,
  caseNumberStream,
  caseStream,
  createCaseDecider,
} from '../governance/index.ts';
import { shanghaiDay } from '../platform/clock.ts';
import { derivedId } from '../platform/ids.ts';

type Reported = CaseReported['data'];

export type NewCase = Omit<Reported, 'caseNumber' | 'petitioner'> & {
  /** Seals the petitioner; called only once the report is acceptable, since a refused report must not leave a key behind. */
  readonly petitioner: (() => Promise<NonNullable<Reported['petitioner']>>) | null;
};

/**
 * Opens a case under the next number of its division and day. The number is a reservation in a separate stream whose
 * version is the serial number: two concurrent cases get two numbers, and a repeat of the same report gets the same one. A report
 * that would be refused takes no number.
 */
export const openCase = async (
  store: EventStore,
  handle: CommandHandler,
  timing: CaseTiming,
  { petitioner: sealPetitioner, ...facts }: NewCase,
  context: CommandContext,
): Promise<CommandOutcome<CaseState>> => {
  const day = shanghaiDay(Date.parse(facts.at));
  const numberedBy = (serial: number) => caseNumber(facts.divisionCode, day, serial);
  const asked = reportRequest(timing, { ...facts, petitioner: null, caseNumber: numberedBy(1) }, context);
  const refusal = await refusalBeforehand(store, asked);
  if (refusal !== undefined) return refusal;
  const data = { ...facts, petitioner: (await sealPetitioner?.()) ?? null };
  const reserved = await store.append({
    stream: caseNumberStream(data.divisionCode, day),
    expected: 'any',
    events: [
      {
        id: derivedId('case-number', data.caseId),
        type: 'CaseNumberReserved',
        data: { caseId: data.caseId },
        meta: { actor: context.actor },
      },
    ],
  });
  if (reserved.status === 'versionConflict' || reserved.status === 'idConflict') {
    // The case was reported before, on another day or in another division: its stream shows the repeat.
    const [first] = await store.readStream(caseStream(data.caseId), { limit: 1 });
    if (first === undefined) return refused('caseExists', '案件编号已用于其他上报');
    const known = first.data as Reported;
    return handle(reportRequest(timing, { ...data, caseNumber: known.caseNumber }, context));
  }
  return handle(reportRequest(timing, { ...data, caseNumber: numberedBy(reserved.version) }, context));
};

const reportRequest = (
  timing: CaseTiming,
  data: Reported,
  context: CommandContext,
): CommandRequest<CaseState, CaseCommand, CaseEvent> => ({
  stream: caseStream(data.caseId),
  decider: createCaseDecider(timing),
  command: { type: 'ReportCase', data },
  context,
  dataClass: data.petitioner === null ? 'internal' : 'personal',
});
