import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBytes, parseChecksum, parseUploadMetadata } from './tus.ts';

describe('headers of the upload protocol', () => {
  it.each([
    ['0', 0],
    ['12', 12],
    ['-1', undefined],
    ['1e3', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s are %s bytes', (header, bytes) => {
    expect(parseBytes(header)).toBe(bytes);
  });

  it('carry any text as metadata', () => {
    const key = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.string({ unit: 'grapheme' })), (values) => {
        const header = Object.entries(values)
          .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
          .join(',');
        expect(parseUploadMetadata(header)).toEqual(
          Object.fromEntries(
            Object.entries(values).map(([name, value]) => [name, Buffer.from(value).toString()]),
          ),
        );
      }),
    );
    expect(parseUploadMetadata('flag')).toEqual({ flag: '' });
    expect(parseUploadMetadata('a !!')).toBeUndefined();
    // 井盖.jpg in GBK.
    expect(parseUploadMetadata('filename vq64xy5qcGc=')).toBeUndefined();
    expect(parseUploadMetadata('a YQ==,a YQ==')).toBeUndefined();
  });

  it('name a checksum of a known algorithm, or none', () => {
    expect(parseChecksum(undefined)).toBeUndefined();
    expect(parseChecksum('sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=')).toEqual({
      algorithm: 'sha1',
      value: 'Kq5sNclPz7QV2+lfQIuc6R7oRu0=',
    });
    expect(parseChecksum('crc32 AAAA')).toBeNull();
    expect(parseChecksum('sha1')).toBeNull();
  });
});
