import { describe, expect, it } from 'vitest';
import { fireReport } from '../../simulators/wire/standards/gb26875.ts';
import { COMMAND, decodeFireFrame, encodeFireFrame, type FireFrame, fireTime } from './frame.ts';
import { GB26875 } from './protocol.ts';

const NOW = Date.parse('2026-03-01T08:00:00+08:00');
const SOURCE = '0000000000A1';
const wire = { settings: {} };

const read = (bytes: Buffer): FireFrame => {
  const decoded = decodeFireFrame(bytes);
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.frame;
};

/** A transmitter that has reported, is asked, and answers. */
const play = (kind: string, command: number, data: Buffer) => {
  const report = fireReport({ source: SOURCE, atMs: NOW, serial: 1, state: 1 });
  const heard = GB26875.receive(GB26875.initialState, report, wire, NOW);
  if (!heard.ok) throw new Error(heard.detail);
  const begun = GB26875.request(heard.state, { requestId: 'r', kind, parameters: {} }, NOW)!;
  const query = read(begun.answers[0]!);
  const { serial, version, source, target } = query;
  const answer = encodeFireFrame({ serial, version, source: target, target: source, command, data }, NOW);
  const taken = GB26875.receive(begun.state, answer, wire, NOW);
  if (!taken.ok) throw new Error(taken.detail);
  return { query, taken };
};

describe('requests of GB/T 26875.3', () => {
  it('set the clock, and end with the confirmation', () => {
    const { query, taken } = play('setClock', COMMAND.confirm, Buffer.alloc(0));
    expect(query).toMatchObject({ command: COMMAND.control, target: SOURCE });
    expect(query.data).toEqual(Buffer.concat([Buffer.of(90, 1), fireTime(NOW)]));
    expect(taken.progress).toEqual([{ kind: 'ended', requestId: 'r', end: { kind: 'done' }, result: null }]);
  });

  it('read clock and version, and end only with the response', () => {
    const clock = play(
      'readClock',
      COMMAND.response,
      Buffer.concat([Buffer.of(28, 1), fireTime(NOW + 5000)]),
    );
    expect(clock.query.data).toEqual(Buffer.of(88, 1, 0));
    expect(clock.taken).toMatchObject({
      progress: [{ end: { kind: 'done' }, result: { clock: '2026-03-01T00:00:05.000Z', aheadSeconds: 5 } }],
    });
    const version = play('readVersion', COMMAND.response, Buffer.of(25, 1, 2, 7));
    expect(version.query.data).toEqual(Buffer.of(85, 1, 0));
    expect(version.taken).toMatchObject({ progress: [{ result: { version: '2.7' } }] });
    expect(play('readClock', COMMAND.confirm, Buffer.alloc(0)).taken.progress).toBeUndefined();
  });

  it('are refused by a denial; another response is a dead letter', () => {
    expect(play('setClock', COMMAND.deny, Buffer.alloc(0)).taken).toMatchObject({
      progress: [{ end: { kind: 'refused', code: 'deny' } }],
    });
    const other = play('readClock', COMMAND.response, Buffer.of(25, 1, 2, 7)).taken;
    expect(other).toMatchObject({ unread: 'command 5 is not read' });
    expect(other.progress).toBeUndefined();
  });
});
