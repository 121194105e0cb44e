import type { EventStore } from '../event-store/event-store.ts';
import { derivedId } from '../platform/ids.ts';
import type { PresenceEvent } from '../sensing/events.ts';
import { initialPresence, presenceDecider } from '../sensing/index.ts';

const ATTEMPTS = 5;
