import { accepted, type Decider, type Decision, refused } from '../commands/decider.ts';
import { derivedId } from '../platform/ids.ts';
import type { CaseKeyJoined, CaseKeyReleased, CaseKeyReserved } from './events.ts';

export type CaseKeyCommand =
  /** A new case is to take the key. */
  | {
      readonly type: 'ReserveCaseKey';
      readonly caseKey: string;
      readonly caseId: string;
      readonly alarmId: string;
    }
  /** A further alarm is to join the case that has the key. */
  | {
      readonly type: 'JoinCaseKey';
      readonly caseKey: string;
      readonly caseId: string;
      readonly alarmId: string;
    }
  /** The case has ended. */
  | { readonly type: 'ReleaseCaseKey'; readonly caseKey: string; readonly caseId: string };

export type CaseKeyEvent = CaseKeyReserved | CaseKeyJoined | CaseKeyReleased;

/** Stream that decides which case the alarms of a key belong to. */
export const caseKeyStream = (caseKey: string): string => `case-key-${derivedId('case-key', caseKey)}`;

export interface CaseKeyState {
  /** The case that has the key now. */
  readonly holder: string | null;
  /** Which case each alarm was given to, for as long as the stream remembers. */
  readonly caseOfAlarm: ReadonlyMap<string, string>;
}

export const NO_HOLDER: CaseKeyState = { holder: null, caseOfAlarm: new Map() };

export const evolveCaseKey = (state: CaseKeyState, event: CaseKeyEvent): CaseKeyState => {
  switch (event.type) {
    case 'CaseKeyReserved':
    case 'CaseKeyJoined': {
      const { alarmId, caseId } = event.data;
      return { holder: caseId, caseOfAlarm: new Map(state.caseOfAlarm).set(alarmId, caseId) };
    }
    case 'CaseKeyReleased':
      return { ...state, holder: state.holder === event.data.caseId ? null : state.holder };
    default:
      return event satisfies never;
  }
};

const decide = (command: CaseKeyCommand, { holder, caseOfAlarm }: CaseKeyState): Decision<CaseKeyEvent> => {
  const { caseKey, caseId } = command;
  if (command.type === 'ReleaseCaseKey') {
    return holder === caseId ? accepted({ type: 'CaseKeyReleased', data: { caseKey, caseId } }) : accepted();
  }
  const { alarmId } = command;
  const decided = caseOfAlarm.get(alarmId);
  // Decided once and for all: an alarm that is processed again, even after its case has ended, opens no second case.
  if (decided === caseId) return accepted();
  if (decided !== undefined) return refused('alarmHasCase', '告警已归入其他案件', { caseId: decided });
  switch (command.type) {
    case 'ReserveCaseKey':
      return holder === null
        ? accepted({ type: 'CaseKeyReserved', data: { caseKey, caseId, alarmId } })
        : refused('caseKeyHeld', '已有未结案件', { caseId: holder });
    case 'JoinCaseKey':
      return holder === caseId
        ? accepted({ type: 'CaseKeyJoined', data: { caseKey, caseId, alarmId } })
        : refused('caseKeyNotHeld', '该案件未占用此键', { caseId, holder });
    default:
      return command satisfies never;
  }
};

/** At most one open case has a key; a repeated command changes nothing. */
export const caseKeyDecider: Decider<CaseKeyState, CaseKeyCommand, CaseKeyEvent> = {
  initialState: NO_HOLDER,
  decide,
  evolve: evolveCaseKey,
};
