// By hand: file-type 21 takes UTF-16 text and a lone sync word for MP3, and every unknown brand for MP4, JPEG 2000 among them.

/** What an attachment is to people: each kind has a separate size limit. */
export type AttachmentKind = 'photo' | 'audio' | 'video';

/** Every accepted media type; all others are refused. */
const KIND_OF: Readonly<Record<string, AttachmentKind>> = {
  'image/jpeg': 'photo',
  'image/png': 'photo',
  'image/webp': 'photo',
  'image/heic': 'photo',
  'audio/mp4': 'audio',
  'audio/aac': 'audio',
  'audio/mpeg': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/amr': 'audio',
  'video/mp4': 'video',
  'video/webm': 'video',
  'video/quicktime': 'video',
  'video/3gpp': 'video',
  'video/3gpp2': 'video',
};

export const ATTACHMENT_MEDIA_TYPES: readonly string[] = Object.keys(KIND_OF);
export const kindOf = (mediaType: string): AttachmentKind | undefined => KIND_OF[mediaType];

/** Other names under which phones and browsers send the same thing. */
const ALIASES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/heif': 'image/heic',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-aac': 'audio/aac',
  'audio/aacp': 'audio/aac',
  'audio/mp3': 'audio/mpeg',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/amr-wb': 'audio/amr',
};

/** Containers whose first bytes do not show whether there is a picture as well as sound. */
const SAME_CONTAINER: Readonly<Record<string, string>> = {
  'audio/mp4': 'video/mp4',
  'audio/webm': 'video/webm',
  'audio/3gpp': 'video/3gpp',
  'audio/3gpp2': 'video/3gpp2',
};

/** The declared type in our spelling, without parameters; undefined if nothing specific is declared. */
export const claimedType = (contentType: string | undefined): string | undefined => {
  const bare = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  if (bare === '' || bare === 'application/octet-stream') return undefined;
  return ALIASES[bare] ?? bare;
};

/** The kind of the declared type; undefined if it is not accepted. */
export const claimedKind = (claimed: string): AttachmentKind | undefined =>
  kindOf(SAME_CONTAINER[claimed] ?? claimed);

/**
 * Whether the declared type of a file is of the same kind as its bytes. The type within the kind is decided by the bytes alone:
 * phones and browsers take it from the name, and iPhones name JPEG pictures `.HEIC`.
 */
export const claimFits = (claimed: string | undefined, found: string): boolean =>
  claimed === undefined || kindOf(claimed) === kindOf(found) || SAME_CONTAINER[claimed] === found;

/** How many of the first bytes the recognition needs. */
export const SNIFF_BYTES = 4096;

const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const starts = (bytes: Uint8Array, ...signature: readonly number[]): boolean =>
  signature.every((byte, n) => bytes[n] === byte);

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx']);
/** By the major brand (3GPP TS 26.244, 3GPP2 C.S0050, QuickTime): what phones record apart from MP4. */
const FILM_BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^qt {2}$/, 'video/quicktime'],
  [/^3g[egprst]\d$/, 'video/3gpp'],
  [/^3g2[a-c]$/, 'video/3gpp2'],
];
const MP4_BRANDS = /^(isom|iso[2-9]|mp4[12]|avc1|dash|M4V |MSNV|f4v )$/;

/** ISO/IEC 14496-12, section 4.3: major brand, minor version, compatible brands. */
const isoMediaType = (bytes: Uint8Array): string | undefined => {
  if (ascii(bytes, 4, 4) !== 'ftyp') return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const brands = [ascii(bytes, 8, 4)];
  for (let at = 16; at + 4 <= Math.min(size, bytes.length, 256); at += 4) brands.push(ascii(bytes, at, 4));
  if (brands.some((brand) => HEIC_BRANDS.has(brand))) return 'image/heic';
  if (brands[0] === 'M4A ' || brands[0] === 'M4B ') return 'audio/mp4';
  const film = FILM_BRANDS.find(([brand]) => brand.test(brands[0]!));
  if (film !== undefined) return film[1];
  return brands.some((brand) => MP4_BRANDS.test(brand)) ? 'video/mp4' : undefined;
};

/** RFC 3533 page, then the first packet of the codec: sound only. */
const oggType = (bytes: Uint8Array): string | undefined => {
  if (ascii(bytes, 0, 4) !== 'OggS') return undefined;
  const packet = ascii(bytes, 27 + (bytes[26] ?? 0), 8);
  return packet.startsWith('OpusHead') || packet.startsWith('\u0001vorbis') || packet.startsWith('Speex')
    ? 'audio/ogg'
    : undefined;
};

const riffType = (bytes: Uint8Array): string | undefined => {
  if (ascii(bytes, 0, 4) !== 'RIFF') return undefined;
  const form = ascii(bytes, 8, 4);
  if (form === 'WEBP') return 'image/webp';
  return form === 'WAVE' ? 'audio/wav' : undefined;
};

/** ADTS (ISO/IEC 13818-7, 6.2): two sync words a frame apart, since one alone is too weak a sign. */
const isAdts = (bytes: Uint8Array): boolean => {
  const sync = (at: number) => bytes[at] === 0xff && (bytes[at + 1]! & 0xf6) === 0xf0;
  if (!sync(0) || bytes.length < 7) return false;
  const length = ((bytes[3]! & 3) << 11) | (bytes[4]! << 3) | (bytes[5]! >> 5);
  return length >= 7 && (length + 1 >= bytes.length || sync(length));
};

const BITRATES_V1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const BITRATES_V2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

/** Length in bytes of the MPEG layer III frame at `at`; undefined if there is none. */
const mp3FrameLength = (bytes: Uint8Array, at: number): number | undefined => {
  const [a, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (a !== 0xff || b === undefined || c === undefined || (b & 0xe6) !== 0xe2) return undefined;
  const version = (b >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
  const bitrate = (version === 3 ? BITRATES_V1 : BITRATES_V2)[c >> 4];
  const rate = SAMPLE_RATES[(c >> 2) & 3];
  if (version === 1 || !bitrate || rate === undefined) return undefined;
  const sampleRate = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  return Math.floor(((version === 3 ? 144 : 72) * bitrate * 1000) / sampleRate) + ((c >> 1) & 1);
};

const isMp3 = (bytes: Uint8Array): boolean => {
  if (ascii(bytes, 0, 3) === 'ID3') return true;
  const length = mp3FrameLength(bytes, 0);
  return length !== undefined && (length + 3 > bytes.length || mp3FrameLength(bytes, length) !== undefined);
};

const isWebm = (bytes: Uint8Array): boolean =>
  starts(bytes, 0x1a, 0x45, 0xdf, 0xa3) && ascii(bytes, 0, 64).includes('webm');

/** The media type by the first bytes: what the sender declares is not trusted. Undefined for every type that is not accepted. */
export const mediaTypeOf = (head: Uint8Array): string | undefined => {
  const bytes = head.subarray(0, SNIFF_BYTES);
  if (bytes.length < 12) return undefined;
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (ascii(bytes, 0, 6) === '#!AMR\n' || ascii(bytes, 0, 9) === '#!AMR-WB\n') return 'audio/amr';
  if (isWebm(bytes)) return 'video/webm';
  if (isAdts(bytes)) return 'audio/aac';
  if (isMp3(bytes)) return 'audio/mpeg';
  return riffType(bytes) ?? oggType(bytes) ?? isoMediaType(bytes);
};
