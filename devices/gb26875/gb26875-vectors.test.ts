import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerFireFrame, decodeFireFrame, encodeFireFrame } from './frame.ts';
import { createFireFramer } from './framer.ts';
import { isTestState, readFireData } from './objects.ts';

const vectors: { id: string; input: string; expected: Record<string, never> }[] = JSON.parse(
  readFileSync(new URL('./vectors/fire-gb26875.json', import.meta.url), 'utf8'),
);
const vector = (id: string) => vectors.find((one) => one.id === id)!;
const instant = (text: string) => new Date(text).toISOString();

describe('GB/T 26875.3 vectors', () => {
  it('reads the state of a component, and that it is only a test', () => {
    const { input, expected } = vector('fire-component-state');
    const decoded = decodeFireFrame(Buffer.from(input, 'hex'));
    if (!decoded.ok) throw new Error(decoded.detail);
    const { serial, version, sentAt, source, target, command, dataLength, type, objects } = expected;
    expect(decoded.frame).toMatchObject({
      serial,
      version,
      sentAt: instant(sentAt!),
      source,
      target,
      command,
    });
    expect(decoded.frame.data).toHaveLength(dataLength!);
    expect(decoded.frame.data[0]).toBe(type);
    const [object] = objects as unknown as Record<string, never>[];
    expect(readFireData(decoded.frame.data)).toEqual({
      objects: [
        {
          kind: 'component',
          systemType: object!.systemType,
          systemAddress: object!.systemAddress,
          componentType: object!.componentType,
          componentAddress: object!.componentAddressHex,
          state: object!.status,
          description: object!.description,
          at: instant(object!.at!),
        },
      ],
      anomalies: [],
    });
    expect(isTestState(object!.status!)).toBe(object!.testState);
    const again = encodeFireFrame(decoded.frame, Date.parse(decoded.frame.sentAt!));
    expect(again.toString('hex').toUpperCase()).toBe(input);
  });

  it('refuses a wrong check sum', () => {
    const { input } = vector('fire-bad-checksum');
    expect(decodeFireFrame(Buffer.from(input, 'hex'))).toMatchObject({ ok: false, reason: 'checksum' });
  });

  it('confirms with the same serial number, source and target swapped', () => {
    const decoded = decodeFireFrame(Buffer.from(vector('fire-component-state').input, 'hex'));
    if (!decoded.ok) throw new Error(decoded.detail);
    const answer = answerFireFrame(decoded.frame, 'confirm', Date.parse('2026-03-01T00:00:00Z'));
    expect(decodeFireFrame(answer)).toMatchObject({
      ok: true,
      frame: { serial: 0, source: '010203040506', target: '000000000000', command: 3 },
    });
  });

  it('cuts a stream that arrives byte by byte, with a bad frame before a good one', () => {
    const bad = vector('fire-bad-checksum').input;
    const good = vector('fire-component-state').input;
    const framer = createFireFramer();
    const framed = [...Buffer.from(bad + good, 'hex')].flatMap((byte) => framer.push(Buffer.of(byte)));
    const frames = framed.filter(({ kind }) => kind === 'frame');
    expect(frames.map(({ bytes }) => bytes.toString('hex').toUpperCase())).toEqual([good]);
  });
});
