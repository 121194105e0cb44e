import { useSyncExternalStore } from 'react';
import { type HeldAct, heldActs } from './held-acts.ts';

export const useHeldActs = (): readonly HeldAct[] => useSyncExternalStore(heldActs.subscribe, heldActs.acts);
