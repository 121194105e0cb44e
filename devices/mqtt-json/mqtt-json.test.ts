import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDetection, decodeStatus, decodeTelemetry } from './index.ts';
import { readObservedAt } from './observed-at.ts';
import { MAX_INDICATORS } from './telemetry.ts';

const AT = '2026-03-01T08:00:00.000Z';
const encode = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const telemetry = (value: unknown) => decodeTelemetry(encode(value));

describe('time of observation', () => {
  it.each([
    ['2026-03-01T08:00:00.000Z', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01T08:00:00Z', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01T16:00:00+08:00', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01T16:00:00+0800', '2026-03-01T08:00:00.000Z'],
    // Without a zone it is Beijing time.
    ['2026-03-01 16:00:00', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01T16:00', '2026-03-01T08:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    [Date.parse(AT), AT],
  ])('%j is %s', (sent, read) => {
    expect(readObservedAt(sent)).toBe(read);
  });

  it.each([
    'yesterday',
    '2026-13-01T00:00:00.000Z',
    // Date.parse would give 2 March and 1 March; the database would refuse the text.
    '2026-02-30T00:00:00.000Z',
    '2026-02-29T00:00:00+08:00',
    '2026-03-01T24:00:00.000Z',
    '0000-01-01T00:00:00.000Z',
    '2026-03-01T08:00:00.000Z; drop table events',
    Number.NaN,
    1e300,
    null,
    undefined,
    {},
  ])('%j is none', (sent) => {
    expect(readObservedAt(sent)).toBeUndefined();
  });

  it('is undefined or a time that reads back as itself, for any text', () => {
    const part = (max: number, width: number) =>
      fc.integer({ min: 0, max }).map((n) => String(n).padStart(width, '0'));
    const text = fc
      .tuple(part(9999, 4), part(14, 2), part(33, 2), part(25, 2), part(61, 2), part(61, 2))
      .map(
        ([year, month, day, hour, minute, second]) => `${year}-${month}-${day}T${hour}:${minute}:${second}`,
      );
    const ending = fc.constantFrom('', 'Z', '.000Z', '.5Z', '+08:00', '-1200');
    fc.assert(
      fc.property(text, ending, (start, end) => {
        const read = readObservedAt(start + end);
        if (read !== undefined) expect(new Date(read).toISOString()).toBe(read);
      }),
    );
  });
});

describe('telemetry', () => {
  it('reads one record', () => {
    expect(
      telemetry({ id: 7, observedAt: AT, values: { pm25: 35, level: { value: 1.5, flag: 'N' } } }),
    ).toEqual({
      ok: true,
      records: [{ sourceId: '7', observedAt: AT, values: { pm25: 35, level: { value: 1.5, flag: 'N' } } }],
      rejected: [],
    });
  });

  it('reads an array of records in order', () => {
    const decoded = telemetry([1, 2, 3].map((n) => ({ observedAt: AT, values: { pm25: n } })));
    expect(decoded).toMatchObject({ ok: true });
    if (decoded.ok) expect(decoded.records.map(({ values }) => values.pm25)).toEqual([1, 2, 3]);
  });

  it.each([
    ['{', 'malformedJson'],
    ['', 'malformedJson'],
    ['{"observedAt":"2026-03-01T08:00:00Z","values":{"pm25":NaN}}', 'malformedJson'],
    ['null', 'schemaViolation'],
    ['[]', 'schemaViolation'],
    ['[1]', 'schemaViolation'],
    ['{"values":{"pm25":1}}', 'schemaViolation'],
    ['{"observedAt":"2026-03-01T08:00:00Z"}', 'schemaViolation'],
    ['{"observedAt":"2026-03-01T08:00:00Z","values":{}}', 'schemaViolation'],
    ['{"observedAt":"2026-03-01T08:00:00Z","values":{"pm25":"35"}}', 'schemaViolation'],
    ['{"observedAt":"2026-03-01T08:00:00Z","values":{"pm25":1e999}}', 'schemaViolation'],
    ['{"observedAt":"2026-03-01T08:00:00Z","values":{"细颗粒物":1}}', 'schemaViolation'],
    ['{"observedAt":"2026-03-01T08:00:00Z","values":{"pm25":{"value":1,"unit":5}}}', 'schemaViolation'],
    ['{"id":"","observedAt":"2026-03-01T08:00:00Z","values":{"pm25":1}}', 'schemaViolation'],
    ['{"id":1.5,"observedAt":"2026-03-01T08:00:00Z","values":{"pm25":1}}', 'schemaViolation'],
  ])('refuses %s as %s', (text, reason) => {
    expect(decodeTelemetry(Buffer.from(text))).toMatchObject({ ok: false, reason });
  });

  it('accepts as many indicators and records as the limits allow, and not one more', () => {
    const values = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`i${n}`, n]));
    expect(telemetry({ observedAt: AT, values: values(MAX_INDICATORS) })).toMatchObject({ ok: true });
    expect(telemetry({ observedAt: AT, values: values(MAX_INDICATORS + 1) })).toMatchObject({ ok: false });
    const records = (count: number) =>
      Array.from({ length: count }, () => ({ observedAt: AT, values: { a: 1 } }));
    expect(telemetry(records(1000))).toMatchObject({ ok: true });
    expect(telemetry(records(1001))).toMatchObject({ ok: false });
  });

  it('reports which record of an array is wrong', () => {
    expect(telemetry([{ observedAt: AT, values: { a: 1 } }, { observedAt: AT }])).toMatchObject({
      ok: true,
      records: [{ observedAt: AT }],
      rejected: ['record 1: values is missing or no object'],
    });
  });

  it('case 03 a null in a batch does not lose the good records, in the order of their time', () => {
    const batch =
      '[{"observedAt":"2026-11-28T07:00:00Z","values":{"pm25":31}},{"observedAt":"2026-11-28T07:01:00Z","values":{"pm25":null}},{"observedAt":"2026-11-28T07:02:00Z","values":{"pm25":33}}]';
    expect(decodeTelemetry(Buffer.from(batch))).toEqual({
      ok: true,
      records: [
        { observedAt: '2026-11-28T07:00:00.000Z', values: { pm25: 31 } },
        { observedAt: '2026-11-28T07:02:00.000Z', values: { pm25: 33 } },
      ],
      rejected: ['record 1: pm25 is neither a number nor an object'],
    });
  });

  it('case 03 a null among good values does not lose the good values', () => {
    const record = '{"observedAt":"2026-11-28T07:00:00Z","values":{"pm25":35,"temperature":null}}';
    expect(decodeTelemetry(Buffer.from(record))).toEqual({
      ok: true,
      records: [{ observedAt: '2026-11-28T07:00:00.000Z', values: { pm25: 35 } }],
      rejected: ['temperature is neither a number nor an object'],
    });
  });

  it('case 03 with one null among 300 records 299 are read, wherever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 299 }), (bad) => {
        const records = Array.from({ length: 300 }, (_, n) => ({
          observedAt: new Date(Date.parse(AT) + n * 1000).toISOString(),
          values: { pm25: n === bad ? null : n },
        }));
        const decoded = telemetry(records);
        if (!decoded.ok) throw new Error(decoded.detail);
        expect(decoded.records).toHaveLength(299);
        expect(decoded.rejected).toHaveLength(1);
      }),
      { numRuns: 20 },
    );
  });

  it('case 07 records of one array are in the order of their time', () => {
    const minutes = [9, 1, 5].map((minute) => `2026-03-01T08:0${minute}:00.000Z`);
    const decoded = telemetry(minutes.map((observedAt) => ({ observedAt, values: { level: 1 } })));
    expect(decoded.ok && decoded.records.map(({ observedAt }) => observedAt)).toEqual([...minutes].sort());
  });

  it('case 25 a byte order mark is skipped, and case 31 bytes that are not UTF-8 are refused', () => {
    const text = JSON.stringify({ observedAt: AT, values: { pm25: 1 } });
    expect(decodeTelemetry(Buffer.from(`\ufeff${text}`))).toMatchObject({ ok: true });
    const gbk = Buffer.from(text.replace('"pm25":1', '"pm25":{"value":1,"flag":"??"}'), 'latin1');
    gbk.set([0xd5, 0xfd], gbk.indexOf('??'));
    expect(decodeTelemetry(gbk)).toMatchObject({ ok: false, detail: 'the bytes are no UTF-8' });
  });

  const reading = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.record({
      value: fc.integer(),
      flag: fc.string({ maxLength: 16 }),
    }),
  );
  const record = fc.record(
    {
      id: fc.string({ minLength: 1, maxLength: 128 }),
      observedAt: fc
        .date({
          min: new Date('0001-01-01T00:00:00Z'),
          max: new Date('9999-12-31T00:00:00Z'),
          noInvalidDate: true,
        })
        .map((date) => date.toISOString()),
      values: fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,20}$/), reading, {
        minKeys: 1,
        maxKeys: 8,
      }),
    },
    { requiredKeys: ['observedAt', 'values'] },
  );

  it('reads every valid record as it was sent', () => {
    fc.assert(
      fc.property(record, (sent) => {
        const { id, ...rest } = sent;
        const decoded = telemetry(sent);
        expect(decoded).toEqual({
          ok: true,
          records: [id === undefined ? rest : { sourceId: id, ...rest }],
          rejected: [],
        });
      }),
    );
  });

  it('returns a result for any bytes and any JSON, and never throws', () => {
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(payload, (bytes) => {
        for (const decode of [decodeTelemetry, decodeDetection, decodeStatus]) {
          const decoded = decode(bytes);
          if (!decoded.ok) expect(['malformedJson', 'schemaViolation']).toContain(decoded.reason);
        }
      }),
    );
  });
});

describe('detection', () => {
  const sent = { observedAt: AT, type: 'roadside-stall', confidence: 0.9 };
  const decode = (value: unknown) => decodeDetection(encode(value));

  it('reads box, snapshot, track and place', () => {
    const spot = { box: [0.1, 0.2, 0.3, 0.4], track: 't1', place: '三层东走廊' };
    const full = { ...sent, ...spot, snapshot: 'http://camera/1.jpg' };
    expect(decode(full)).toEqual({ ok: true, records: [full], rejected: [] });
    expect(decode({ ...sent, box: { x: 0.1, y: 0.2, w: 0.3, h: 0.4 } })).toMatchObject({
      records: [{ box: [0.1, 0.2, 0.3, 0.4] }],
    });
  });

  it.each([
    { confidence: 1.01 },
    { confidence: -0.01 },
    { confidence: '0.9' },
    { type: '' },
    { type: '占道经营' },
  ])('refuses %o', (change) => {
    expect(decode({ ...sent, ...change })).toMatchObject({ ok: false, reason: 'schemaViolation' });
  });

  it.each([
    { box: [0.1, 0.2, 0.3] },
    { box: [0.1, 0.2, 0.3, 4] },
    { box: null },
    { snapshot: 'x'.repeat(2049) },
    { track: 7 },
    { place: '处'.repeat(201) },
  ])('case 03 keeps what was seen without %o', (change) => {
    const decoded = decode({ ...sent, ...change });
    expect(decoded).toEqual({ ok: true, records: [sent], rejected: [expect.any(String)] });
  });

  it('case 03 keeps the good detections of an array', () => {
    expect(decode([sent, { ...sent, confidence: null }, 7])).toEqual({
      ok: true,
      records: [sent],
      rejected: [expect.stringContaining('record 1'), expect.stringContaining('record 2')],
    });
  });
});

describe('status', () => {
  it.each([
    [{ state: 'online', bootId: 'b1' }, true],
    [{ state: 'offline', bootId: 'b1' }, true],
    [{ state: 'asleep', bootId: 'b1' }, false],
    [{ state: 'online' }, false],
    [{ state: 'online', bootId: '' }, false],
    [{ state: 'online', bootId: 'x'.repeat(65) }, false],
    [[], false],
  ])('%j: %s', (sent, ok) => {
    expect(decodeStatus(encode(sent)).ok).toBe(ok);
  });
});
