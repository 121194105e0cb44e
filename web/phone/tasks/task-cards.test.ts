import { describe, expect, it } from 'vitest';
import type { PhoneRecord, RecordState } from '../queue/record.ts';
import { cardCounts, cardsOf, passes } from './task-cards.ts';

const NOW = Date.parse('2026-11-29T02:30:00.000Z');
const WHEN = { listedAt: NOW - 60_000, now: NOW };
const task = (caseId: string, command: string, deadline: string | null = null) => ({
  caseId,
  deadline,
  steps: [{ command, deadline }],
});
const step = (caseId: string, command: string, state: RecordState, ownerId = 'me'): PhoneRecord => ({
  id: `${caseId} ${command}`,
  ownerId,
  ownerName: '甲',
  begunAt: '2026-11-29T02:00:00.000Z',
  content: { kind: 'step', caseId, command } as PhoneRecord['content'],
  files: [],
  state,
});
const tasks = [
  task('late', 'CompleteCheckTask', '2026-11-29T02:24:00.000Z'),
  task('lamp', 'CompleteVerifyTask', '2026-11-29T02:35:00.000Z'),
  task('stall', 'CheckCase', '2026-11-29T03:00:00.000Z'),
];
const waiting: RecordState = { status: 'waiting', since: '2026-11-29T02:10:00.000Z' };

describe('the cards of my tasks', () => {
  it('keep the order of the list, and those that are done stay behind the others', () => {
    const cards = cardsOf(tasks, [step('late', 'CompleteCheckTask', waiting)], 'me', WHEN);
    expect(cards.map((card) => [card.task.caseId, card.kind, card.done !== undefined])).toEqual([
      ['lamp', 'verify', false],
      ['stall', 'check', false],
      ['late', 'check', true],
    ]);
  });

  it('leave out what was sent after the list was read, not what was sent before', () => {
    const sentAt = (at: string): RecordState => ({ status: 'sent', at, caseId: 'lamp', caseNumber: 'n' });
    const after = step('lamp', 'CompleteVerifyTask', sentAt('2026-11-29T02:29:30.000Z'));
    expect(cardsOf(tasks, [after], 'me', WHEN).map((card) => card.task.caseId)).toEqual(['late', 'stall']);
    const before = step('lamp', 'CompleteVerifyTask', sentAt('2026-11-29T02:00:00.000Z'));
    expect(cardsOf(tasks, [before], 'me', WHEN)).toHaveLength(3);
  });

  it('stay to be done where something was added to their case', () => {
    const cards = cardsOf(tasks, [step('late', 'SupplementCase', waiting)], 'me', WHEN);
    expect(cards.every(({ done }) => done === undefined)).toBe(true);
  });

  it('know nothing of what another person did on this phone, nor of drafts', () => {
    const records = [
      step('late', 'CompleteCheckTask', waiting, 'somebody'),
      step('lamp', 'CompleteVerifyTask', { status: 'draft' }),
    ];
    expect(cardsOf(tasks, records, 'me', WHEN).every(({ done }) => done === undefined)).toBe(true);
  });

  it('are counted by kind, each in one count; the overdue ones besides', () => {
    const cards = cardsOf(tasks, [step('stall', 'CheckCase', waiting)], 'me', WHEN);
    const counts = cardCounts(cards);
    expect(counts).toEqual([
      { filter: 'verify', count: 1 },
      { filter: 'check', count: 2 },
      { filter: 'overdue', count: 1 },
    ]);
    for (const { filter, count } of counts)
      expect(cards.filter((card) => passes(card, filter))).toHaveLength(count);
  });
});
