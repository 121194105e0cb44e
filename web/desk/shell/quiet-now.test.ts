import { expect, it } from 'vitest';
import { isQuietAt } from './quiet-now.ts';

const at = (time: string): number => Date.parse(`2026-11-28T${time}:00+08:00`);

it.each([
  ['22:00', '07:00', '23:10', true],
  ['22:00', '07:00', '22:00', true],
  ['22:00', '07:00', '07:00', false],
  ['12:00', '14:00', '13:59', true],
  ['12:00', '14:00', '14:00', false],
])('from %s until %s it is quiet at %s: %s', (from, until, time, isQuiet) => {
  expect(isQuietAt({ from, until }, at(time))).toBe(isQuiet);
});
