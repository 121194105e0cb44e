import type { WireProtocol } from '../wire/protocol.ts';
import { answerFireFrame, COMMAND, decodeFireFrame } from './frame.ts';
import { createFireFramer } from './framer.ts';
import { readFireData } from './objects.ts';
import { recordsOf } from './records.ts';

const SOURCE_AT = 12;
const SOURCE_BYTES = 6;

export const GB26875: WireProtocol<null> = {
  standard: 'gb26875',
  createFramer: createFireFramer,
  senderOf: (frame) =>
    frame.length < SOURCE_AT + SOURCE_BYTES
      ? undefined
      : Buffer.from(frame.subarray(SOURCE_AT, SOURCE_AT + SOURCE_BYTES))
          .reverse()
          .toString('hex')
          .toUpperCase(),
  initialState: null,
  receive(state, bytes, _peer, nowMs) {
    const decoded = decodeFireFrame(bytes);
    if (!decoded.ok) return { ok: false, detail: `${decoded.reason}: ${decoded.detail}` };
    const { frame } = decoded;
    const quiet = { ok: true, state, records: [], anomalies: [], answers: [] } as const;
    // Confirmations and answers of the transmitter end an exchange: answering them would go on for ever.
    if (frame.command !== COMMAND.send) {
      return frame.command === COMMAND.confirm || frame.command === COMMAND.deny
        ? quiet
        : { ...quiet, unread: `command ${frame.command} is not read` };
    }
    const read = readFireData(frame.data);
    if (!read.ok) return { ok: false, detail: `${read.reason}: ${read.detail}` };
    const { data } = read;
    const unread = data.kind === 'other' ? `type ${data.type} is not read` : undefined;
    return {
      ...quiet,
      records: recordsOf(data, frame.sentAt ?? new Date(nowMs).toISOString()),
      ...(unread === undefined ? {} : { unread }),
      anomalies: frame.sentAt === undefined ? ['send-time-none'] : [],
      answers: [answerFireFrame(frame, 'confirm', nowMs)],
    };
  },
};
