import { expect, it } from 'vitest';
import { payloadText } from './payload.ts';

it.each([
  ['{"name":"水位"}', '{"name":"水位"}'],
  ['<b>no</b>', '<b>no</b>'],
])('shows text as text: %s', (text, shown) => {
  expect(payloadText(Buffer.from(text).toString('base64'))).toBe(shown);
});

it('shows what is no text byte by byte', () => {
  expect(payloadText(Buffer.from([0x7e, 0x7e, 0xff, 0x00]).toString('base64'))).toBe('7e 7e ff 00');
});
