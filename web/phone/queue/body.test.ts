import { describe, expect, it } from 'vitest';
import { requestOf } from './body.ts';
import type { FileRole, PhoneRecord, ReportContent } from './record.ts';

const file = (role: FileRole, digest: string | null) => ({
  fileId: digest ?? 'none',
  role,
  mediaType: 'image/jpeg',
  bytes: 1,
  takenAt: '',
  position: null,
  uploadUrl: null,
  digest,
});
const report: ReportContent = {
  kind: 'report',
  position: { lon: 112.565, lat: 37.868, accuracyM: 8, at: '' },
  address: '柳巷 18 号东门',
  placeName: '迎泽区',
  matterCode: 'event-S1-01',
  matterName: '井盖缺失',
  description: '边缘翘起',
  settled: null,
};
const record = (content: PhoneRecord['content'], files: PhoneRecord['files'] = []): PhoneRecord => ({
  id: 'r1',
  ownerId: 'user-a',
  ownerName: '甲',
  begunAt: '',
  content,
  files,
  state: { status: 'waiting', since: '' },
});

describe('what a record says to the server', () => {
  it('of a report: place, category, words, photos and recordings', () => {
    const files = [file('before', 'd1'), file('voice', 'd2'), file('before', 'd3')];
    expect(requestOf(record(report, files))).toEqual({
      path: '/api/v1/cases',
      body: {
        source: 'gridWorker',
        description: '边缘翘起',
        location: { lon: 112.565, lat: 37.868, address: '柳巷 18 号东门' },
        matterCode: 'event-S1-01',
        photos: ['d1', 'd2', 'd3'],
      },
    });
  });

  it('of what was settled on the spot: its result and the photos after', () => {
    const files = [file('before', 'd1'), file('after', 'd2')];
    const { body } = requestOf(record({ ...report, address: '', settled: '已盖好' }, files));
    expect(body).toMatchObject({ photos: ['d1'], selfHandling: { result: '已盖好', photosAfter: ['d2'] } });
    expect(body.location).toEqual({ lon: 112.565, lat: 37.868 });
  });

  it('of a step: what was filled in, and photos as the step names them', () => {
    const step = {
      kind: 'step',
      caseId: 'c1',
      caseNumber: 'n',
      matterName: '井盖缺失',
      command: 'CompleteCheckTask',
      stepName: '',
      stepNameEn: '',
      resource: 'check-tasks/t1/result',
      filled: { passed: true, opinion: '已处置好' },
      photosAs: 'photos',
    } as const;
    expect(requestOf(record(step, [file('after', 'd1')]))).toEqual({
      path: '/api/v1/cases/c1/check-tasks/t1/result',
      body: { passed: true, opinion: '已处置好', photos: ['d1'] },
    });
    expect(requestOf(record({ ...step, photosAs: null, filled: {} })).body).toEqual({});
  });

  it('is nothing for a report without a place', () => {
    expect(() => requestOf(record({ ...report, position: null }))).toThrow('without a place');
  });
});
