import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTACHMENT_MEDIA_TYPES, claimedType, claimFits, kindOf, mediaTypeOf } from './media-type.ts';
import { isoOf, jpegOf, pngOf, webpOf } from './testing/images.ts';

const latin1 = (text: string) => Buffer.from(text.padEnd(64, '\0'), 'latin1');
const ogg = (codec: string) => latin1(`OggS${'\0'.repeat(22)}\u0001\u0013${codec}`);
/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz: frames of 417 bytes. */
const mp3 = Buffer.concat(
  [0, 1].map(() => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)])),
);
/** Frames of 16 bytes. */
const adts = Buffer.concat(
  [0, 1].map(() => Buffer.concat([Buffer.from([0xff, 0xf1, 0x50, 0x80, 0x02, 0x1f, 0xfc]), Buffer.alloc(9)])),
);

describe('the media type of a file', () => {
  it.each([
    ['image/jpeg', jpegOf(undefined)],
    ['image/png', pngOf(undefined)],
    ['image/webp', webpOf(undefined)],
    ['image/heic', isoOf('heic', 'mif1')],
    ['image/heic', isoOf('mif1', 'heic')],
    ['image/heic', isoOf('msf1', 'hevc')],
    ['image/heic', isoOf('heim', 'mif1')],
    ['audio/mp4', isoOf('M4A ', 'isom')],
    ['audio/aac', adts],
    ['audio/mpeg', mp3],
    ['audio/mpeg', latin1('ID3\u0004')],
    ['audio/ogg', ogg('OpusHead')],
    ['audio/ogg', ogg('\u0001vorbis')],
    ['audio/ogg', ogg('Speex   ')],
    ['audio/wav', latin1('RIFF\0\0\0\0WAVEfmt ')],
    ['audio/amr', latin1('#!AMR\n')],
    ['audio/amr', latin1('#!AMR-WB\n')],
    ['video/mp4', isoOf('isom', 'avc1')],
    ['video/quicktime', isoOf('qt  ')],
    ['video/quicktime', isoOf('qt  ', 'mp42')],
    ['video/3gpp', isoOf('3gp4', 'isom')],
    ['video/3gpp', isoOf('3gp5')],
    ['video/3gpp2', isoOf('3g2a', 'isom')],
    ['video/webm', latin1('\u001a\u0045\u00df\u00a3\u009f\u0042\u0082\u0084webm')],
  ])('is %s by its bytes', (mediaType, bytes) => {
    expect(mediaTypeOf(bytes)).toBe(mediaType);
  });

  it.each([
    ['a page', latin1('<!doctype html><script>')],
    ['a vector image, which can carry scripts', latin1('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['a program', latin1('MZ\u0090\0')],
    ['an archive', latin1('PK\u0003\u0004')],
    ['a Matroska film', latin1('\u001a\u0045\u00df\u00a3\u009f\u0042\u0082\u0088matroska')],
    ['a Theora film', ogg('\u0080theora')],
    ['an AVIF image', isoOf('avif', 'mif1')],
    ['an AVIF image that says so second', isoOf('mif1', 'avif')],
    ['a JPEG 2000 image', isoOf('jp2 ')],
    ['a brand that nobody knows', isoOf('zzzz', 'yyyy')],
    ['a RIFF film', latin1('RIFF\0\0\0\0AVI LIST')],
    ['one lone sync word', latin1('\u00ff\u00fb\u0090\u0000').subarray(0, 64)],
    ['UTF-16 text', Buffer.from('\ufeffsome text of some length', 'utf16le')],
    ['nothing', Buffer.alloc(0)],
  ])('of %s is not accepted', (_what, bytes) => {
    const whole = Buffer.concat([bytes, Buffer.alloc(1000)]);
    expect(mediaTypeOf(bytes.length === 0 ? bytes : whole)).toBeUndefined();
  });

  it('is one of the known ones or none, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const found = mediaTypeOf(bytes);
        expect(found === undefined || ATTACHMENT_MEDIA_TYPES.includes(found)).toBe(true);
      }),
    );
  });
});

describe('the declared type of a file', () => {
  it.each([
    ['image/jpg', 'image/jpeg', true],
    ['image/jpeg; charset=binary', 'image/jpeg', true],
    ['audio/x-m4a', 'audio/mp4', true],
    // Recorders write sound into a container that could contain a picture.
    ['audio/webm;codecs=opus', 'video/webm', true],
    ['audio/mp4', 'video/mp4', true],
    ['application/octet-stream', 'video/mp4', true],
    ['audio/3gpp', 'video/3gpp', true],
    // The name of a photo or a film says nothing of what is in it.
    ['image/heic', 'image/jpeg', true],
    ['image/jpeg', 'image/heic', true],
    ['video/mp4', 'video/quicktime', true],
    ['audio/mpeg', 'video/mp4', false],
    ['video/mp4', 'image/heic', false],
    ['text/html', 'image/png', false],
  ])('%s fits %s: %s', (claim, found, fits) => {
    expect(claimFits(claimedType(claim), found)).toBe(fits);
  });

  it('each type has a kind', () => {
    expect(ATTACHMENT_MEDIA_TYPES.map(kindOf)).not.toContain(undefined);
  });
});
