import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { AlarmSilenceDefined, AlarmSilenceEnded, AlarmSilenceEvent } from '../events.ts';

export interface SilenceState {
  readonly defined: AlarmSilenceDefined['data'] | null;
  /** When it was ended early, ISO UTC. */
  readonly endedAt: string | null;
}

export type SilenceCommand =
  | { readonly type: 'DefineSilence'; readonly data: AlarmSilenceDefined['data'] }
  | ({ readonly type: 'EndSilence' } & AlarmSilenceEnded['data']);

/** Longer than any maintenance: to silence something permanently, its rule is retired. */
const MAX_DAYS = 31;
const DAY_MS = 86_400_000;
const MAX_REASON_LENGTH = 500;

/** A silence is defined once for a period that has not yet ended, and may be ended early. */
export const silenceDecider: Decider<SilenceState, SilenceCommand, AlarmSilenceEvent> = {
  initialState: { defined: null, endedAt: null },
  decide(command, state) {
    if (command.type === 'DefineSilence') {
      const { data } = command;
      if (state.defined !== null) return refused('silenceDefinedAlready', '告警屏蔽已存在');
      if (Object.values(data.scope).every((value) => value === undefined))
        return refused('silenceScopeEmpty', '告警屏蔽范围至少指定设备、型号、规则、网格、区划中的一项');
      if (data.reason.trim() === '') return refused('reasonMissing', '请填写告警屏蔽原因');
      if (data.reason.length > MAX_REASON_LENGTH)
        return refused('textTooLong', `原因不超过 ${MAX_REASON_LENGTH} 字`);
      const [from, to, at] = [Date.parse(data.from), Date.parse(data.to), Date.parse(data.at)];
      if (!(to > from && to > at)) return refused('silencePeriodInvalid', '结束时间应晚于开始时间和现在');
      if (to - from > MAX_DAYS * DAY_MS)
        return refused('silencePeriodInvalid', `告警屏蔽不超过 ${MAX_DAYS} 天`);
      return accepted({ type: 'AlarmSilenceDefined', data });
    }
    const { silenceId, by, at } = command;
    if (state.defined === null) return refused('silenceUnknown', '告警屏蔽不存在');
    if (state.endedAt !== null || Date.parse(at) >= Date.parse(state.defined.to))
      return refused('silenceOver', '告警屏蔽已结束');
    return accepted({ type: 'AlarmSilenceEnded', data: { silenceId, by, at } });
  },
  evolve(state, event) {
    switch (event.type) {
      case 'AlarmSilenceDefined':
        return { ...state, defined: event.data };
      case 'AlarmSilenceEnded':
        return { ...state, endedAt: event.data.at };
      default:
        return event satisfies never;
    }
  },
};
