import { describe, expect, it } from 'vitest';
import { countsOf, isForgotten, nextToSend, ofOthers, waitingOf } from './order.ts';
import type { PhoneRecord, RecordState } from './record.ts';

const NOW = Date.parse('2026-11-29T10:00:00.000Z');
const at = (minute: number): string => `2026-11-29T02:${String(minute).padStart(2, '0')}:00.000Z`;
const waiting = (minute: number): RecordState => ({ status: 'waiting', since: at(minute) });
const refused = (minute: number): RecordState => ({
  status: 'refused',
  since: at(minute),
  at: at(minute),
  code: 'x',
  zh: '',
  en: '',
});
const sent = (iso: string): RecordState => ({ status: 'sent', at: iso, caseId: 'c', caseNumber: 'n' });
const record = (
  id: string,
  state: RecordState,
  { ownerId = 'user-a', caseId }: { ownerId?: string; caseId?: string } = {},
): PhoneRecord => ({
  id,
  ownerId,
  ownerName: ownerId === 'user-a' ? '甲' : '乙',
  begunAt: at(0),
  content: (caseId === undefined ? { kind: 'report' } : { kind: 'step', caseId }) as PhoneRecord['content'],
  files: [],
  state,
});
const NOTHING = new Set<string>();

describe('the order of sending', () => {
  it('is the order in which things were submitted', () => {
    const records = [record('b', waiting(9)), record('c', waiting(12)), record('a', waiting(9))];
    expect(waitingOf(records, 'user-a').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(nextToSend(records, 'user-a', NOTHING)?.id).toBe('a');
  });

  it('knows only what waits, and only what is mine', () => {
    const records = [
      record('theirs', waiting(1), { ownerId: 'user-b' }),
      record('begun', { status: 'draft' }),
      record('refused', refused(2)),
      record('gone', sent(at(3))),
      record('mine', waiting(4)),
    ];
    expect(nextToSend(records, 'user-a', NOTHING)?.id).toBe('mine');
    expect(nextToSend(records, 'user-b', NOTHING)?.id).toBe('theirs');
    expect(nextToSend(records, 'user-c', NOTHING)).toBeUndefined();
  });

  it('goes on past what failed, except with later steps of the same case', () => {
    const records = [
      record('begin', waiting(1), { caseId: 'c1' }),
      record('feedback', waiting(2), { caseId: 'c1' }),
      record('report', waiting(3)),
      record('other', waiting(4), { caseId: 'c2' }),
    ];
    expect(nextToSend(records, 'user-a', new Set(['begin']))?.id).toBe('report');
    expect(nextToSend(records, 'user-a', new Set(['begin', 'report']))?.id).toBe('other');
    expect(nextToSend(records, 'user-a', new Set(['begin', 'report', 'other']))).toBeUndefined();
  });

  it('does not hold up reports for one another', () => {
    const records = [record('first', waiting(1)), record('second', waiting(2))];
    expect(nextToSend(records, 'user-a', new Set(['first']))?.id).toBe('second');
  });
});

describe('what is shown of the queue', () => {
  const records = [
    record('w1', waiting(1)),
    record('w2', waiting(2)),
    record('r1', refused(3)),
    record('s1', sent(at(4))),
    record('d1', { status: 'draft' }),
    record('b1', waiting(5), { ownerId: 'user-b' }),
    record('b2', refused(6), { ownerId: 'user-b' }),
    record('b3', sent(at(7)), { ownerId: 'user-b' }),
  ];

  it('counts what of mine is to be sent and to be mended', () => {
    expect(countsOf(records, 'user-a')).toEqual({ waiting: 2, refused: 1 });
  });

  it('says who else has something here that is not sent', () => {
    expect(ofOthers(records, 'user-a')).toEqual([{ ownerName: '乙', count: 2 }]);
  });

  it('forgets what was sent more than seven days ago, and nothing else', () => {
    const old = '2026-11-20T10:00:00.000Z';
    expect(isForgotten(record('s', sent(old)), NOW)).toBe(true);
    expect(isForgotten(record('s', sent('2026-11-23T10:00:00.000Z')), NOW)).toBe(false);
    const waitingLong: RecordState = { status: 'waiting', since: old };
    expect(isForgotten(record('w', waitingLong), NOW)).toBe(false);
    expect(isForgotten(record('r', { ...refused(1), at: old } as RecordState), NOW)).toBe(false);
  });
});
