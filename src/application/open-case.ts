import { refused } from '../decider.ts';
import { schemaVersionOf } from '../event-catalogue.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type { CaseReported } from '../governance/events.ts';
import {
  type CaseState,
  type CaseTiming,
  caseNumber,
  caseNumberStream,
  caseStream,
  createCaseDecider,
} from '../governance/index.ts';
import { shanghaiDay } from '../platform/clock.ts';
import { derivedId } from '../platform/ids.ts';
import type { CommandContext, CommandHandler, CommandOutcome } from './command-handler.ts';

export type NewCase = Omit<CaseReported['data'], 'caseNumber'>;

/**
 * Opens a case under the next number of its division and day. The number is a reservation in a stream of its own whose
 * version is the serial: two cases at once get two numbers, and a repeat of the same report gets the same one.
 */
export const openCase = async (
  store: EventStore,
  handle: CommandHandler,
  timing: CaseTiming,
  data: NewCase,
  context: CommandContext,
): Promise<CommandOutcome<CaseState>> => {
  const day = shanghaiDay(Date.parse(data.at));
  const reserved = await store.append({
    stream: caseNumberStream(data.divisionCode, day),
    expected: 'any',
    events: [
      {
        id: derivedId('case-number', data.caseId),
        type: 'CaseNumberReserved',
        schemaVersion: schemaVersionOf('CaseNumberReserved'),
        data: { caseId: data.caseId },
        meta: { actor: context.actor },
      },
    ],
  });
  if (reserved.status === 'versionConflict' || reserved.status === 'idConflict') {
    // The case was reported before, on another day or in another division: its own stream tells the repeat.
    const [first] = await store.readStream(caseStream(data.caseId), { limit: 1 });
    if (first === undefined) return refused('caseExists', '案件编号已用于其他上报');
    const known = first.data as CaseReported['data'];
    return report(handle, timing, { ...data, caseNumber: known.caseNumber }, context);
  }
  return report(
    handle,
    timing,
    { ...data, caseNumber: caseNumber(data.divisionCode, day, reserved.version) },
    context,
  );
};

const report = (
  handle: CommandHandler,
  timing: CaseTiming,
  data: CaseReported['data'],
  context: CommandContext,
) =>
  handle({
    stream: caseStream(data.caseId),
    decider: createCaseDecider(timing),
    command: { type: 'ReportCase', data },
    context,
    dataClass: data.petitioner === null ? 'internal' : 'personal',
  });
