import { describe, expect, it } from 'vitest';
import { useMqttDevices } from './mqtt-devices.ts';

/** JSON that is odd or none, through the real MQTT port; the messages are of 15:00 in Beijing. */
const NOW = Date.parse('2026-11-28T07:03:00Z');
const { device, streamOf } = useMqttDevices(NOW);

describe('odd JSON', () => {
  const text = (pm25: string, more = '') =>
    `{"observedAt":"2026-11-28T07:02:00Z","values":{"pm25":${pm25}${more}}}`;
  const good = text('12');
  it.each<[string, string | Buffer, object]>([
    ['a byte order mark before', `\uFEFF${good}`, { pm25: 12 }],
    ['white space around', ` \r\n\t${good}\n`, { pm25: 12 }],
    ['minus zero', text('-0'), { pm25: 0 }],
    ['the smallest numbers', text('1e-320'), { pm25: 1e-320 }],
    ['twenty digits', text('12345678901234567890'), { pm25: Number('12345678901234567890') }],
    ['a code twice with one value', text('12', ',"pm25":12'), { pm25: 12 }],
    ['colons in texts', text('12').replace('{', '{"note":":a\\":b : c",'), { pm25: 12 }],
    ['constructor as a code', text('12', ',"constructor":1'), { pm25: 12, constructor: 1 }],
    ['additional text that nobody reads', good.replace('{', '{"note":"\\u0000\\ud83d 😀",'), { pm25: 12 }],
  ])('case 25 %s is stored', async (name, payload, values) => {
    const { publish, readings, deadLetters } = await device(`json-${name.replace(/[^a-z]+/g, '-')}`);
    await publish(payload);
    expect(await readings()).toMatchObject([{ values }]);
    expect(await deadLetters()).toEqual([]);
  });

  it.each<[string, string | Buffer, string]>([
    ['NaN', text('NaN'), 'malformedJson'],
    ['a trailing NUL', `${good}\0`, 'malformedJson'],
    ['a comma too many', text('12', ','), 'malformedJson'],
    ['a cut', good.slice(0, -9), 'malformedJson'],
    ['nothing', '', 'malformedJson'],
    ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le'), 'malformedJson'],
    ['an emoji that is cut', Buffer.from(`${good}😀`).subarray(0, -2), 'malformedJson'],
    ['more than a double can represent', text('1.8e308'), 'schemaViolation'],
    ['a nested prototype', text('{"__proto__":{"value":1}}'), 'schemaViolation'],
    ['a lone surrogate as a code', text('12').replace('pm25', '\\ud83d'), 'schemaViolation'],
    ['NUL in a code', text('12').replace('pm25', 'pm\\u000025'), 'schemaViolation'],
    ['ten thousand brackets', '['.repeat(10_000), 'malformedJson'],
    ['brackets in brackets', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'schemaViolation'],
  ])('case 25 %s is a dead letter with its bytes', async (name, payload, reason) => {
    const { publish, readings, deadLetters, latest } = await device(
      `no-json-${name.replace(/[^a-z]+/gi, '-').toLowerCase()}`,
    );
    await publish(payload);
    expect(await readings()).toEqual([]);
    const [letter] = await deadLetters();
    expect(letter).toMatchObject({ reason, size: Buffer.byteLength(payload), replayable: true });
    // Nothing parks, and the next message goes its way.
    await publish(good);
    expect(await latest()).toMatchObject({ readings: { pm25: { value: 12 } } });
  });

  const AT = '"observedAt":"2026-11-28T07:02:00Z"';
  it.each<[string, string, string]>([
    ['a code', text('12', ',"temperature":4,"temperature":5'), 'temperature'],
    ['a code in white space', `{${AT},"values" : {"t" :1 , "pm25" :12\n,"t" : 2}}`, 't'],
    ['a code in escapes', text('12', ',"pm10":4,"pm\\u00310":5'), 'pm10'],
    ['a value', text('12', ',"t":{"value":4,"value":5}'), 't.value'],
    ['a unit', text('12', ',"t":{"value":4,"unit":"K","unit":"°C"}'), 't.unit'],
    ['a mark', text('12').replace('{', '{"historical":true,"historical":false,'), 'historical'],
  ])(
    'case 25 %s given twice with different values is a dead letter, the others are stored',
    async (name, payload, code) => {
      const { publish, readings, deadLetters } = await device(`twice-${name.replace(/ /g, '-')}`);
      await publish(payload);
      const [record, ...others] = await readings();
      expect(others).toEqual([]);
      expect(record!.values).toEqual({ pm25: 12 });
      expect(await deadLetters()).toMatchObject([
        { reason: 'schemaViolation', detail: `${code} comes more than once with different values` },
      ]);
    },
  );

  it.each<[string, string, string]>([
    ['time', text('12').replace('{', '{"observedAt":"2026-11-28T07:01:00Z",'), 'observedAt'],
    ['id', text('12').replace('{', '{"id":1,"id":2,'), 'id'],
    ['values', text('12').replace('{', '{"values":{"pm25":13},'), 'values'],
    ['only code', text('12', ',"pm25":13'), 'pm25'],
  ])(
    'case 25 a record whose %s is given twice with different values is a dead letter, the next one is stored',
    async (name, payload, key) => {
      const { publish, readings, deadLetters } = await device(`record-twice-${name.replace(/ /g, '-')}`);
      await publish(`[${payload},${text('14')}]`);
      expect((await readings()).map(({ values }) => values)).toEqual([{ pm25: 14 }]);
      expect(await deadLetters()).toMatchObject([
        { detail: `record 0: ${key} comes more than once with different values` },
      ]);
    },
  );

  it('case 25 a repeated key in a detection or a status is reported as well', async () => {
    const { publish, deadLetters, latest } = await device('twice-seen', 'camera');
    const stored = () => streamOf('detection-twice-seen');
    const details = async () => (await deadLetters()).map(({ detail }) => detail);
    const twice = (key: string) => `${key} comes more than once with different values`;
    await publish(`{${AT},"type":"crowd","confidence":0.4,"confidence":0.9}`, 'detection');
    expect(await stored()).toEqual([]);
    const box = '"box":{"x":0.1,"y":0.1,"w":0.1,"h":0.2,"x":0.3}';
    await publish(`{${AT},"type":"crowd","confidence":0.9,"track":"a","track":"b",${box}}`, 'detection');
    expect((await stored()).map(({ data }) => data)).toMatchObject([{ type: 'crowd', confidence: 0.9 }]);
    await publish('{"state":"online","bootId":"1","state":"offline"}', 'status');
    // They may have arrived in one millisecond.
    expect((await details()).toSorted()).toEqual([
      `${twice('box')}; ${twice('track')}`,
      twice('confidence'),
      twice('state'),
    ]);
    expect((await latest()).presence).toBe('online');
  });

  it('case 25 __proto__ as a code changes no object and loses no good value', async () => {
    const { publish, readings, deadLetters } = await device('json-proto');
    await publish(text('12', ',"__proto__":{"value":7}'));
    expect(await readings()).toMatchObject([{ values: { pm25: 12 } }]);
    expect(await deadLetters()).toMatchObject([{ detail: expect.stringContaining('__proto__') }]);
  });
});
