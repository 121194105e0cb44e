import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAttachmentIds } from './attachment-ids.ts';
import { ATTACHMENT_ID, withAttachmentsRenamed } from './named.ts';

const ids = createAttachmentIds(Buffer.alloc(32, 1));
const others = createAttachmentIds(Buffer.alloc(32, 2));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the id of an attachment', () => {
  it('seals its digest: the same for the same bytes, and reversible only for the server', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = ids.of(sha256(text));
        expect(id).toMatch(ATTACHMENT_ID);
        expect(ids.of(sha256(text))).toBe(id);
        expect(ids.sha256Of(id)).toBe(sha256(text));
        expect(id).not.toContain(sha256(text).slice(0, 8));
        expect(others.of(sha256(text))).not.toBe(id);
        expect(others.sha256Of(id)).toBeUndefined();
      }),
    );
  });

  it('can be neither invented nor altered', () => {
    const id = ids.of(sha256('x'));
    fc.assert(
      fc.property(fc.nat(95), fc.integer({ min: 1, max: 15 }), (at, change) => {
        const digit = (Number.parseInt(id[at]!, 16) ^ change).toString(16);
        expect(ids.sha256Of(id.slice(0, at) + digit + id.slice(at + 1))).toBeUndefined();
      }),
    );
    for (const none of ['', sha256('x'), 'x'.repeat(96), '0'.repeat(96)])
      expect(ids.sha256Of(none)).toBeUndefined();
  });

  it('resolves a plain digest of an earlier release', () => {
    expect(ids.current(sha256('x'))).toBe(ids.of(sha256('x')));
    expect(ids.current(ids.of(sha256('x')))).toBe(ids.of(sha256('x')));
    expect(ids.current('photo.jpg')).toBe('photo.jpg');
  });
});

describe('the data of an event', () => {
  it('has its attachments renamed wherever they are, and is otherwise unchanged', () => {
    const old = { digest: sha256('a'), publicDigest: sha256('b'), mediaType: 'image/jpeg', size: 1 };
    const data = {
      caseId: '1',
      photos: [old],
      selfHandling: { photosAfter: [old] },
      other: { digest: sha256('c') },
    };
    const now = { ...old, digest: ids.of(sha256('a')), publicDigest: ids.of(sha256('b')) };
    const renamed = withAttachmentsRenamed(data, ids.current);
    expect(renamed).toEqual({ ...data, photos: [now], selfHandling: { photosAfter: [now] } });
    expect(withAttachmentsRenamed(renamed, ids.current)).toBe(renamed);
    const none = { caseId: '1', photos: [], at: null };
    expect(withAttachmentsRenamed(none, ids.current)).toBe(none);
  });
});
