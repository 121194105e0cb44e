import type { SessionClosed, SessionOpened } from '../../../src/identity/events.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type SessionRow, sessions } from './table.ts';

export const sessionListProjection = rowProjection<SessionRow, SessionOpened | SessionClosed>({
  name: 'session-list@1',
  table: sessions,
  key: 'session_id',
  handles: ['SessionOpened', 'SessionClosed'],
  keyOf: (event) => event.data.sessionId,
  apply(row, event) {
    if (event.type === 'SessionClosed') return row && { ...row, closed_at: event.data.at };
    return {
      session_id: event.data.sessionId,
      user_id: event.data.userId,
      opened_at: event.data.at,
      expires_at: event.data.expiresAt,
      closed_at: null,
    };
  },
});
