import { PROTOCOLS, type WireStandard } from '../../../devices/wire/index.ts';
import { accepted, type Decider, refused } from '../../commands/decider.ts';
import { derivedId } from '../../platform/ids.ts';
import type { AliasEvent } from '../events.ts';

/** An alias as it is compared; undefined when the standard knows no such name. */
export const normalAlias = (standard: WireStandard, aliasId: string): string | undefined =>
  PROTOCOLS[standard].normalAlias(aliasId);

/** Stream that decides which device a name in a standard belongs to. */
export const aliasStream = (standard: WireStandard, aliasId: string): string =>
  `alias-${standard}-${derivedId('alias', standard, aliasId)}`;

export type AliasCommand = {
  readonly type: 'ReserveAlias' | 'ReleaseAlias';
  readonly standard: WireStandard;
  readonly aliasId: string;
  readonly deviceId: string;
};

export interface AliasState {
  readonly holder: string | null;
}

/** One device at a time holds an alias; a repeated command changes nothing. */
export const aliasDecider: Decider<AliasState, AliasCommand, AliasEvent> = {
  initialState: { holder: null },
  decide({ type, ...data }, { holder }) {
    switch (type) {
      case 'ReserveAlias':
        if (holder === data.deviceId) return accepted();
        return holder === null
          ? accepted({ type: 'DeviceAliasReserved', data })
          : // Whose it is, and where, is not for whoever tries names out.
            refused('aliasTaken', `标识 ${data.aliasId} 已被占用`);
      case 'ReleaseAlias':
        return holder === data.deviceId ? accepted({ type: 'DeviceAliasReleased', data }) : accepted();
      default:
        return type satisfies never;
    }
  },
  evolve: (_state, event) => ({
    holder: event.type === 'DeviceAliasReserved' ? event.data.deviceId : null,
  }),
};
