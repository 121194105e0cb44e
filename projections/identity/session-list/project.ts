import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { sessions } from './table.ts';

export const sessionListProjection = rowProjection(sessions)({
  name: 'session-list@1',
  keyOf: ({ data }) => data.sessionId,
  on: {
    SessionOpened: (_row, { data }) => ({
      session_id: data.sessionId,
      user_id: data.userId,
      opened_at: data.at,
      expires_at: data.expiresAt,
      closed_at: null,
    }),
    SessionClosed: (row, { data }) => row && { ...row, closed_at: data.at },
  },
});
