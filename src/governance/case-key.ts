import { derivedId } from '../platform/ids.ts';
import type { CaseKeyJoined, CaseKeyReleased, CaseKeyReserved } from './events.ts';

export type CaseKeyEvent = CaseKeyReserved | CaseKeyJoined | CaseKeyReleased;

/** Stream that decides which case the alarms of a key belong to. */
export const caseKeyStream = (caseKey: string): string => `case-key-${derivedId('case-key', caseKey)}`;

export interface CaseKeyState {
  /** The case that holds the key now. */
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
