import { accepted, type Decider } from '../../commands/decider.ts';
import type { PersonErased } from '../events.ts';

export interface ErasePerson {
  readonly type: 'ErasePerson';
  readonly data: PersonErased['data'];
}

/** Stream `person-{personId}`. */
export interface PersonState {
  /** Keys that were destroyed: a person who returned may be erased again. */
  readonly erasedKeys: readonly string[];
}

export const personStream = (personId: string): string => `person-${personId}`;

/** Erasing again under the same key gives no event. */
export const personDecider: Decider<PersonState, ErasePerson, PersonErased> = {
  initialState: { erasedKeys: [] },
  decide: ({ data }, { erasedKeys }) =>
    erasedKeys.includes(data.keyId) ? accepted() : accepted({ type: 'PersonErased', data }),
  evolve: ({ erasedKeys }, { data }) => ({ erasedKeys: [...erasedKeys, data.keyId] }),
};
