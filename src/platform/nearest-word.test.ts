import { describe, expect, it } from 'vitest';
import { nearestWord } from './nearest-word.ts';

describe('the intended word', () => {
  const known = ['YIWANG_HTTP_PORT', 'YIWANG_MQTT_PORT', 'YIWANG_HTTP_HOST', 'list', 'enable', 'disable'];
  it.each([
    ['YIWANG_HTPP_PORT', 'YIWANG_HTTP_PORT'],
    ['YIWANG_HTTP_PROT', 'YIWANG_HTTP_PORT'],
    ['YIWANG_MQQT_PORT', 'YIWANG_MQTT_PORT'],
    ['lst', 'list'],
    ['enabel', 'enable'],
    ['fly', undefined],
    ['YIWANG_SOMETHING_QUITE_ELSE', undefined],
  ])('of %s is %s', (word, meant) => {
    expect(nearestWord(word, known)).toBe(meant);
  });
});
