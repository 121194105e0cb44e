import { describe, expect, it } from 'vitest';
import { createUploadQuota, type Reservation } from './quota.ts';
import type { Upload } from './upload.ts';

const limits = { bytes: 100, files: 4, unfinished: 3 };
const upload = (uploadId: string, length: number, digest?: string, userId = 'u'): Upload => ({
  uploadId,
  userId,
  length,
  fileName: '',
  contentType: '',
  expiresAt: '2026-11-29T00:00:00.000Z',
  attachment: digest === undefined ? null : { digest, mediaType: 'image/jpeg', size: length },
});

const quotaOver = (uploads: Upload[], named: readonly string[] = []) => {
  let asked = 0;
  const quota = createUploadQuota({
    limits,
    uploads: () => uploads,
    named: async (digests) => {
      asked += 1;
      return new Set(digests.filter((digest) => named.includes(digest)));
    },
  });
  return { quota, asked: () => asked };
};

describe('the upload quota of a person', () => {
  it('limits unfinished uploads, files and bytes', async () => {
    expect(await quotaOver([upload('1', 1), upload('2', 1), upload('3', 1)]).quota.reserve('u', 1)).toBe(
      'unfinished',
    );
    const finished = ['a', 'b', 'c', 'd'].map((digest) => upload(digest, 1, digest));
    expect(await quotaOver(finished).quota.reserve('u', 1)).toBe('files');
    expect(await quotaOver([upload('1', 60, 'a')]).quota.reserve('u', 41)).toBe('bytes');
    expect(await quotaOver([upload('1', 60, 'a')]).quota.reserve('u', 40)).toHaveProperty('release');
    expect(await quotaOver([upload('1', 60, 'a', 'v')]).quota.reserve('u', 100)).toHaveProperty('release');
  });

  it('does not count what an event names, which is queried only at the limit', async () => {
    const uploads = [upload('1', 60, 'a'), upload('2', 30, 'b')];
    const { quota, asked } = quotaOver(uploads, ['a']);
    expect(await quota.reserve('u', 10)).toHaveProperty('release');
    expect(asked()).toBe(0);
    expect(await quota.reserve('u', 60)).toHaveProperty('release');
    expect(await quota.reserve('u', 1)).toBe('bytes');
    expect(asked()).toBe(2);
  });

  it('does not grow with concurrent requests', async () => {
    const uploads = [upload('1', 60, 'a'), upload('2', 30, 'b')];
    const { quota } = quotaOver(uploads, ['a', 'b']);
    const answers = await Promise.all(Array.from({ length: 60 }, () => quota.reserve('u', 40)));
    const taken = answers.filter((answer): answer is Reservation => typeof answer !== 'string');
    expect(taken).toHaveLength(2);
    for (const { release } of taken) release();
    expect(await quota.reserve('u', 100)).toHaveProperty('release');
  });
});
