import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Element } from './elements.ts';
import { answerFrame, decodeFrame, encodeFrame, type Sl651Frame } from './frame.ts';
import { createSl651Framer } from './framer.ts';
import { type JoinState, joinPart } from './join-parts.ts';
import { readMessage, type Sl651Message } from './message.ts';

const load = (name: string) =>
  JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8'));

const instant = (text: string) => new Date(text).toISOString();

const read = (hex: string): { frame: Sl651Frame; message: Sl651Message } => {
  const decoded = decodeFrame(Buffer.from(hex, 'hex'));
  if (!decoded.ok) throw new Error(decoded.detail);
  const message = readMessage(decoded.frame, decoded.frame.body);
  if (message === undefined) throw new Error('the body is too short');
  return { frame: decoded.frame, message };
};

/** An element in the form of the vectors. */
const present = (element: Element): object | undefined => {
  switch (element.kind) {
    case 'time':
      return { observedAt: element.observedAt };
    case 'value': {
      const { id, raw, value, quality } = element;
      return { id, raw, value, ...(quality === undefined ? {} : { quality }) };
    }
    case 'hour':
      return { id: element.id, raw: element.raw, values: element.values };
    case 'step':
      return { id: '04', raw: element.raw };
    case 'status':
      return { id: '45', raw: element.raw, bitsSet: element.bitsSet };
    default:
      return undefined;
  }
};

const presented = (message: Sl651Message) =>
  (message.elements ?? []).map(present).filter((element) => element !== undefined);

type ExpectedElement = { observedAt?: string; unit?: string; note?: string };

const expectedElements = (elements: readonly ExpectedElement[]) =>
  elements.map(({ unit: _unit, note: _note, observedAt, ...element }) =>
    observedAt === undefined ? element : { observedAt: instant(observedAt) },
  );

describe('SL 651 vectors', () => {
  it.each(load('sl651-valid') as { id: string; input: string; expected: Record<string, never> }[])(
    'reads $id',
    ({ input, expected }) => {
      const { frame, message } = read(input);
      expect(frame).toMatchObject({
        direction: expected.direction,
        centre: expected.centre,
        station: expected.station,
        password: expected.password,
        functionCode: expected.function,
        start: expected.start,
        end: expected.end,
      });
      expect(frame.body).toHaveLength(expected.bodyLength!);
      expect(message.serial).toBe(expected.serial);
      expect(message.sentAt).toBe(instant(expected.sentAt!));
      expect(message.bodyStation).toBe(expected.bodyStation);
      expect(message.stationClass).toBe(expected.class);
      if (expected.elements !== undefined)
        expect(presented(message)).toEqual(expectedElements(expected.elements));
      if (expected.bodyRestHex !== undefined) expect(message.rest).toBe(expected.bodyRestHex);
      expect(message.anomalies.length > 0).toBe(expected.anomalies !== undefined);
      expect(encodeFrame(frame).toString('hex').toUpperCase()).toBe(input);
    },
  );

  it.each(load('sl651-invalid') as { id: string; input: string; expected: { lengthMatches: boolean } }[])(
    'refuses $id',
    ({ input, expected }) => {
      expect(decodeFrame(Buffer.from(input, 'hex'))).toMatchObject({
        ok: false,
        reason: expected.lengthMatches ? 'crcMismatch' : 'lengthMismatch',
      });
    },
  );

  it.each(
    load('sl651-built-derived') as {
      id: string;
      input: string;
      expected: { readings: Record<string, never>[] };
    }[],
  )('reads $id', ({ input, expected }) => {
    const { message } = read(input);
    let at: string | undefined;
    const readings = [];
    for (const element of message.elements!) {
      if (element.kind === 'time') at = element.observedAt;
      else if (element.kind === 'value') readings.push({ at, ...element });
      else if (element.kind === 'status') readings.push({ at, id: '45', ...element });
    }
    expect(readings).toMatchObject(
      expected.readings.map(({ at: time, ...reading }) =>
        time === undefined ? reading : { ...reading, at: instant(time) },
      ),
    );
  });

  it.each(
    load('sl651-acks') as {
      id: string;
      input: { uplink: string; end: 'ESC' | 'EOT' | 'ACK'; centreTime: string };
      expected: { downlink: string };
    }[],
  )('answers $id', ({ input, expected }) => {
    const { frame, message } = read(input.uplink);
    const answer = answerFrame(frame, message.serial, input.end, Date.parse(input.centreTime));
    expect(answer.toString('hex').toUpperCase()).toBe(expected.downlink);
  });

  it.each(load('sl651-streams-derived') as { id: string; input: string[]; expected: { frames: string[] } }[])(
    'cuts $id',
    ({ input, expected }) => {
      const framer = createSl651Framer();
      const frames = input
        .flatMap((chunk) => framer.push(Buffer.from(chunk, 'hex')))
        .filter(({ kind }) => kind === 'frame');
      expect(frames.map(({ bytes }) => bytes.toString('hex').toUpperCase())).toEqual(expected.frames);
    },
  );

  it('joins the packets of a picture, in whatever order they come', () => {
    const [{ input, expected }] = load('sl651-picture') as [
      { input: string[]; expected: Record<string, never> },
    ];
    const frames = input.map((hex) => {
      const decoded = decodeFrame(Buffer.from(hex, 'hex'));
      if (!decoded.ok) throw new Error(decoded.detail);
      return decoded.frame;
    });
    for (const order of [frames, [...frames].reverse(), [frames[3]!, ...frames]]) {
      let state: JoinState | undefined;
      let body: Buffer | undefined;
      for (const frame of order) {
        const outcome = joinPart(state, frame);
        if (outcome.kind === 'refused') throw new Error(outcome.detail);
        if (outcome.kind === 'complete') body = outcome.body;
        else state = outcome.state;
      }
      expect(body).toHaveLength(expected.bodyBytes!);
      const message = readMessage(frames[0]!, body!)!;
      expect(message).toMatchObject({ serial: expected.serial, sentAt: instant(expected.sentAt!) });
      const picture = message.elements!.find((element) => element.kind === 'picture');
      if (picture?.kind !== 'picture') throw new Error('no picture');
      expect(picture.bytes).toHaveLength(expected.pictureBytes!);
      expect(createHash('sha256').update(picture.bytes).digest('hex')).toBe(expected.pictureSha256);
    }
  });

  it('names the missing packets when the last one has arrived', () => {
    const frame = (number: number, end: 'ETB' | 'ETX'): Sl651Frame => ({
      direction: 'up',
      centre: '01',
      station: '0012345678',
      password: '1234',
      functionCode: '36',
      start: 'SYN',
      end,
      part: { number, of: 3 },
      body: Buffer.of(number),
    });
    const first = joinPart(undefined, frame(1, 'ETB'));
    if (first.kind !== 'waiting') throw new Error(first.kind);
    expect(joinPart(first.state, frame(3, 'ETX'))).toMatchObject({ kind: 'waiting', missing: [2] });
  });
});

describe('a uniform report', () => {
  it('expands one element to values at equal steps', () => {
    const body = Buffer.from(
      '0001240715080003F1F1001234567848F0F02407150700041800000539230000101000001020FFFFFFFF',
      'hex',
    );
    const message = readMessage({ direction: 'up', functionCode: '31' }, body)!;
    expect(message.elements!.at(-1)).toEqual({
      kind: 'uniform',
      id: '39',
      stepMinutes: 5,
      values: ['1.010', '1.020', null],
    });
  });
});
