import { MIMEType } from 'node:util';
import { decodeUtf8 } from '../../platform/utf8.ts';
import { ProblemError } from '../problems.ts';

/** ASCII is a subset of UTF-8. */
const TAKEN = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

const charsetOf = (contentType: string): string | null => {
  try {
    return new MIMEType(contentType).params.get('charset');
  } catch {
    return null;
  }
};

/** Throws unsupportedCharset if a media type declares an encoding other than UTF-8. */
export const requireUtf8Charset = (contentType: string): void => {
  const charset = charsetOf(contentType);
  if (charset === null || TAKEN.has(charset.toLowerCase())) return;
  const shown = charset.slice(0, 40);
  throw new ProblemError(
    'unsupportedCharset',
    {
      zh: `字符集 ${shown} 不受支持，应为 UTF-8`,
      en: `the character set ${shown} is not supported, use UTF-8`,
    },
    { charset: shown },
  );
};

/** Decodes a text from a client: UTF-8 and nothing else (RFC 8259, section 8.1). Throws notUtf8. */
export const readUtf8 = (bytes: Uint8Array): string => {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new ProblemError('notUtf8');
  return text;
};
