import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RequestParameters } from '../wire/request.ts';
import { definitionOf } from './definition.ts';
import { decodeFrame, encodeFrame, type Sl651Frame } from './frame.ts';
import { SL651 } from './protocol.ts';
import { queryFrame, SL651_REQUESTS, sl651Kind } from './requests.ts';

interface Vector {
  input: string;
  expected: {
    direction: 'up' | 'down';
    function: string;
    station: string;
    centre: string;
    password: string;
    serial: number;
    sentAt: string;
    end: string;
  };
}
const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('./vectors/sl651-valid.json', import.meta.url), 'utf8'),
);
const vectorOf = (direction: 'up' | 'down', code: string): Vector =>
  vectors.find(({ expected }) => expected.direction === direction && expected.function === code)!;

const frameOf = (hex: string): Sl651Frame => {
  const decoded = decodeFrame(Buffer.from(hex, 'hex'));
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.frame;
};

const wire = { settings: {} };
const NOW = Date.parse('2024-01-10T15:02:30+08:00');

/** Asks a station that has reported, then feeds the vector's answer under the serial number of the query. */
const askAndAnswer = (kind: string, parameters: RequestParameters, answerHex: string) => {
  const answer = frameOf(answerHex);
  const keeping = { ...answer, functionCode: '2F', body: answer.body.subarray(0, 8) };
  const heard = SL651.receive(SL651.initialState, encodeFrame(keeping), wire, NOW);
  if (!heard.ok) throw new Error(heard.detail);
  const begun = SL651.request(heard.state, { requestId: 'r', kind, parameters }, NOW)!;
  const query = frameOf(begun.answers[0]!.toString('hex'));
  const body = Buffer.concat([query.body.subarray(0, 2), answer.body.subarray(2)]);
  const taken = SL651.receive(begun.state, encodeFrame({ ...answer, body }), wire, NOW);
  if (!taken.ok) throw new Error(taken.detail);
  return { query, taken };
};

describe('queries of SL 651', () => {
  it.each<[string, string, RequestParameters]>([
    ['37', 'readNow', {}],
    [
      '38',
      'readPeriod',
      { from: '2024-01-09T16:00:00+08:00', to: '2024-01-09T17:00:00+08:00', element: 'F4', stepMinutes: 5 },
    ],
    ['3A', 'readElements', { elements: ['F4'] }],
    ['41', 'readConfiguration', { parameters: ['01', '02', '03', '04', '05', '0C', '0D', '0F'] }],
    ['45', 'readVersion', {}],
    ['51', 'readClock', {}],
  ])('are written as the vectors have them: %s', (code, kind, parameters) => {
    const { input, expected } = vectorOf('down', code);
    const { centre, station, password, serial, sentAt } = expected;
    const address = { centre, station, password };
    const frame = queryFrame(address, serial, { kind, parameters }, Date.parse(sentAt));
    expect(frame.toString('hex').toUpperCase()).toBe(input);
  });

  it('give a step in days, hours and minutes, and an element by its definition', () => {
    const parameters = {
      from: '2024-01-09T16:00:00+08:00',
      to: '2024-01-10T16:00:00+08:00',
      element: '39',
      stepMinutes: 90,
    };
    expect(sl651Kind('readPeriod')!.body(parameters).toString('hex').toUpperCase()).toBe(
      '24010916240110160418000130' + '3923',
    );
  });

  it.each([
    ['N(7,3)', 0x23],
    ['N(6,1)', 0x19],
    ['N(4,2)', 0x12],
    ['N(2)', 0x08],
    ['12 x 1 byte HEX (def byte 60), FF = invalid', 0x60],
    ['8 bytes, table D.2', 0x40],
    ['variable: first byte BCD', 0],
  ])('know the definition byte of %s', (format, definition) => {
    expect(definitionOf(format)).toBe(definition);
  });

  it.each<[keyof typeof SL651_REQUESTS, RequestParameters]>([
    ['readElements', { elements: ['F0'] }],
    ['readElements', { elements: [] }],
    ['readParameters', { parameters: ['01'] }],
    ['readConfiguration', { parameters: ['20'] }],
    [
      'readPeriod',
      { from: '2024-01-09T16:30:00+08:00', to: '2024-01-09T17:00:00+08:00', element: 'F4', stepMinutes: 0 },
    ],
    [
      'readPeriod',
      { from: '2024-01-09T16:00:00+08:00', to: '2024-01-09T17:00:00+08:00', element: '39', stepMinutes: 0 },
    ],
    [
      'readPeriod',
      { from: '2024-01-09T17:00:00+08:00', to: '2024-01-09T16:00:00+08:00', element: 'F4', stepMinutes: 0 },
    ],
    [
      'readPeriod',
      { from: '2024-01-09T16:00:00+08:00', to: '2024-01-09T17:00:00+08:00', element: 'F4', stepMinutes: 60 },
    ],
  ])('take no parameters that do not fit: %s %j', (kind, parameters) => {
    expect(SL651_REQUESTS[kind].parameters.safeParse(parameters).success).toBe(false);
  });

  it('are resent under their serial number with the current time, then given up', () => {
    const heard = SL651.receive(
      SL651.initialState,
      Buffer.from(vectorOf('up', '37').input, 'hex'),
      wire,
      NOW,
    );
    if (!heard.ok) throw new Error(heard.detail);
    const request = { requestId: 'r', kind: 'setClock', parameters: {} };
    let step = { ...SL651.request(heard.state, request, NOW)!, progress: [] as readonly unknown[] };
    const first = frameOf(step.answers[0]!.toString('hex'));
    expect(first).toMatchObject({ direction: 'down', end: 'ENQ', functionCode: '4A' });
    step = SL651.tick(step.state, NOW + 10_000);
    expect(step.progress).toEqual([{ kind: 'sent', requestId: 'r', attempt: 2 }]);
    const { body } = frameOf(step.answers[0]!.toString('hex'));
    expect(body.subarray(0, 2)).toEqual(first.body.subarray(0, 2));
    expect(body.toString('hex', 2)).toBe('240110150240');
    step = SL651.tick(step.state, NOW + 20_000);
    step = SL651.tick(step.state, NOW + 30_000);
    expect(step).toMatchObject({
      answers: [],
      progress: [{ kind: 'ended', end: { kind: 'timedOut', phase: 'awaitingAnswer' }, result: null }],
    });
  });
});

describe('what a station answers', () => {
  it('becomes readings, with their number as the result', () => {
    const { taken } = askAndAnswer('readNow', {}, vectorOf('up', '37').input);
    expect(taken.records).toMatchObject([{ kind: 'readings' }]);
    expect(taken).toMatchObject({
      answers: [],
      progress: [{ end: { kind: 'done' }, result: { records: 1 } }],
    });
    const hour = askAndAnswer('readElements', { elements: ['F4'] }, vectorOf('up', '3A').input).taken;
    expect(hour).toMatchObject({ progress: [{ result: { records: 12 } }] });
  });

  it.each<[string, string, RequestParameters, object]>([
    ['39', 'readManual', {}, { text: 'Q 1.234' }],
    ['45', 'readVersion', {}, { version: 'DATA86-SW-V1.2(H)' }],
  ])('is the result of %s, and no dead letter', (code, kind, parameters, result) => {
    const { taken } = askAndAnswer(kind, parameters, vectorOf('up', code).input);
    expect(taken.progress).toEqual([{ kind: 'ended', requestId: 'r', end: { kind: 'done' }, result }]);
    expect(taken.unread).toBeUndefined();
  });

  it('becomes parameters with their values', () => {
    const { taken } = askAndAnswer(
      'readParameters',
      { parameters: ['20', '28'] },
      vectorOf('up', '43').input,
    );
    const [ended] = taken.progress!;
    if (ended?.kind !== 'ended') throw new Error('it has not ended');
    const { parameters } = ended.result as { parameters: object[] };
    expect(parameters).toHaveLength(13);
    expect(parameters).toContainEqual({ id: '28', raw: '00010000', value: '10.000' });
    expect(parameters).toContainEqual({ id: '38', raw: '0500', value: '5.00' });
  });

  it('becomes the clock, or the confirmation that it was set', () => {
    const { taken } = askAndAnswer('setClock', {}, vectorOf('up', '4A').input);
    expect(taken.progress).toMatchObject([{ end: { kind: 'done' }, result: null }]);
    const answer = frameOf(vectorOf('up', '4A').input);
    const clock = encodeFrame({ ...answer, functionCode: '51' }).toString('hex');
    expect(askAndAnswer('readClock', {}, clock).taken.progress).toMatchObject([
      { result: { clock: '2017-07-18T02:21:49.000Z', aheadSeconds: -204_525_641 } },
    ]);
  });

  it('does not end a request under another serial number or function', () => {
    const { query, taken } = askAndAnswer('readVersion', {}, vectorOf('up', '37').input);
    expect(taken.progress).toEqual([]);
    expect(query.functionCode).toBe('45');
    const late = SL651.receive(taken.state, Buffer.from(vectorOf('up', '45').input, 'hex'), wire, NOW);
    expect(late).toMatchObject({ ok: true, progress: [], unread: 'function 45 is not read' });
  });
});
