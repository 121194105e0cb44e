import { describe, expect, it } from 'vitest';
import { advance } from './advance.ts';
import type { PhoneRecord, RecordFile } from './record.ts';

const file = (fileId: string, change: Partial<RecordFile> = {}): RecordFile => ({
  fileId,
  role: 'before',
  mediaType: 'image/jpeg',
  bytes: 1000,
  takenAt: '2026-11-29T02:21:00.000Z',
  position: null,
  uploadUrl: null,
  digest: null,
  ...change,
});
const draft: PhoneRecord = {
  id: 'r1',
  ownerId: 'user-a',
  ownerName: '甲',
  begunAt: '2026-11-29T02:20:00.000Z',
  content: {
    kind: 'report',
    position: null,
    address: '',
    placeName: '',
    matterCode: null,
    matterName: '',
    description: '',
    settled: null,
  },
  files: [file('f1'), file('f2')],
  state: { status: 'draft' },
};
const submitted = { type: 'submitted', at: '2026-11-29T02:22:00.000Z' } as const;
const refused = {
  type: 'refused',
  at: '2026-11-29T02:23:00.000Z',
  code: 'outsideProvince',
  zh: '坐标不在本省范围内',
  en: 'Outside',
} as const;
const answered = {
  type: 'answered',
  at: '2026-11-29T02:24:00.000Z',
  caseId: 'c1',
  caseNumber: '140106-20261129-00001',
} as const;

describe('a record on the phone', () => {
  it('waits from the moment when it is submitted, and is sent with the number of its case', () => {
    const waiting = advance(draft, submitted);
    expect(waiting.state).toEqual({ status: 'waiting', since: submitted.at });
    const { type: _type, ...told } = answered;
    expect(advance(waiting, answered).state).toEqual({ status: 'sent', ...told });
  });

  it('keeps its place in the order when it is refused, mended and submitted again', () => {
    const mended = advance(advance(advance(draft, submitted), refused), {
      type: 'submitted',
      at: '2026-11-29T09:00:00.000Z',
    });
    expect(mended.state).toEqual({ status: 'waiting', since: submitted.at });
  });

  it('notes an upload that was begun, and the id once the file is there', () => {
    const begun = advance(draft, { type: 'uploadBegun', fileId: 'f2', uploadUrl: '/uploads/u2' });
    expect(begun.files).toEqual([file('f1'), file('f2', { uploadUrl: '/uploads/u2' })]);
    const there = advance(begun, { type: 'uploaded', fileId: 'f2', digest: 'd2' });
    expect(there.files).toEqual([file('f1'), file('f2', { digest: 'd2' })]);
  });

  it('forgets the ids of files that the server has no more', () => {
    const there = advance(draft, { type: 'uploaded', fileId: 'f1', digest: 'd1' });
    expect(advance(there, { type: 'filesGone' }).files).toEqual(draft.files);
  });

  it('stays sent, whatever comes later', () => {
    const sent = advance(advance(draft, submitted), answered);
    for (const event of [submitted, refused, { type: 'filesGone' } as const, { ...answered, caseId: 'c2' }])
      expect(advance(sent, event)).toBe(sent);
  });

  it('is not refused before it was submitted, and does not wait twice', () => {
    expect(advance(draft, refused)).toBe(draft);
    const waiting = advance(draft, submitted);
    expect(advance(waiting, { ...submitted, at: '2026-11-29T09:00:00.000Z' })).toBe(waiting);
  });
});
