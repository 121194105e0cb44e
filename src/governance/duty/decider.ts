import { accepted, type Decider, type Decision, refused } from '../../commands/decider.ts';
import type { Point } from '../../geography/events.ts';
import type { DutyEvent } from '../events.ts';

export type DutyCommand =
  /** Also reports a new position of a worker who is already on duty. */
  | {
      readonly type: 'StartDuty';
      readonly workerId: string;
      readonly divisionCode: string;
      readonly location: Point | null;
      readonly at: string;
    }
  | { readonly type: 'EndDuty'; readonly at: string };

export interface DutyState {
  readonly workerId: string | null;
  readonly onDuty: boolean;
  readonly divisionCode: string;
}

export const dutyStream = (workerId: string): string => `duty-${workerId}`;

const evolve = (state: DutyState, event: DutyEvent): DutyState => {
  switch (event.type) {
    case 'DutyStarted': {
      const { workerId, divisionCode } = event.data;
      return { workerId, divisionCode, onDuty: true };
    }
    case 'DutyLocationReported':
      return state;
    case 'DutyEnded':
      return { ...state, onDuty: false };
    default:
      return event satisfies never;
  }
};

const decide = (command: DutyCommand, state: DutyState): Decision<DutyEvent> => {
  if (command.type === 'EndDuty') {
    if (!state.onDuty || state.workerId === null) return refused('notOnDuty', '未上岗');
    return accepted({ type: 'DutyEnded', data: { workerId: state.workerId, at: command.at } });
  }
  const { workerId, divisionCode, location, at } = command;
  if (!state.onDuty || state.divisionCode !== divisionCode)
    return accepted({ type: 'DutyStarted', data: { workerId, divisionCode, location, at } });
  return location === null
    ? accepted()
    : accepted({ type: 'DutyLocationReported', data: { workerId, location, at } });
};

/** A grid worker's duty: workers on duty are sent verify and check tasks. */
export const dutyDecider: Decider<DutyState, DutyCommand, DutyEvent> = {
  initialState: { workerId: null, onDuty: false, divisionCode: '' },
  decide,
  evolve,
};
