import { expect, it } from 'vitest';
import { createAgenda } from './agenda.ts';
import { createChance } from './chance.ts';

it('gives things in the order of their times, and those of one time in the order of entry', () => {
  const agenda = createAgenda<number>();
  const chance = createChance('agenda');
  const times = Array.from({ length: 500 }, () => Math.floor(chance.between(0, 100)));
  for (const [n, at] of times.entries()) agenda.put(at, n);
  const taken: { at: number; item: number }[] = [];
  for (let next = agenda.takeBefore(90); next !== undefined; next = agenda.takeBefore(90)) taken.push(next);
  const expected = times
    .map((at, item) => ({ at, item }))
    .filter(({ at }) => at < 90)
    .sort((a, b) => a.at - b.at || a.item - b.item);
  expect(taken.map(({ at, item }) => ({ at, item }))).toEqual(expected);
  expect(agenda.takeBefore(101)?.at).toBeGreaterThanOrEqual(90);
});
