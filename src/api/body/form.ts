import { MIMEType } from 'node:util';
import { z } from '@hono/zod-openapi';
import { ProblemError } from '../problems.ts';
import { readUtf8, requireUtf8Charset } from './charset.ts';

export type FormFields = Readonly<Record<string, string | File | readonly (string | File)[]>>;

/** A file, or several in a field of the same name, as in the OpenAPI document. */
export const filesField = z.array(z.any().openapi({ type: 'string', format: 'binary' }));

/** More than any of our forms has: fields, photos, sound. Each part costs time and memory, however small it is. */
const MOST_PARTS = 100;
const MOST_PART_HEADER_BYTES = 16_384;

const invalidForm = () =>
  new ProblemError('invalidRequest', { zh: '表单无法解析', en: 'the form cannot be parsed' });

const boundaryOf = (contentType: string): string | undefined => {
  try {
    return new MIMEType(contentType).params.get('boundary') ?? undefined;
  } catch {
    return undefined;
  }
};

/** Checks the delimiters (RFC 2046, section 5.1.1) before the parts are parsed, which reads their headers byte by byte. */
const requireModerateForm = (bytes: Buffer, delimiter: Buffer): void => {
  let parts = 0;
  for (let at = bytes.indexOf(delimiter); at >= 0; at = bytes.indexOf(delimiter, at)) {
    at += delimiter.length;
    parts += 1;
    if (parts > MOST_PARTS) throw invalidForm();
    const last = bytes.subarray(at, at + 2).toString('latin1') === '--';
    const headers = bytes.subarray(at, at + MOST_PART_HEADER_BYTES).indexOf('\r\n\r\n');
    if (headers < 0 && !last) throw invalidForm();
  }
};

const FILE_NAME = /;\s*filename\*?=/i;
const CONTENT_TYPE = /^content-type:\s*(.*)$/im;

/** Texts of a form must be UTF-8 (RFC 7578, section 5.1.2); files may have any encoding. */
const requireUtf8Texts = (bytes: Buffer, delimiter: Buffer): void => {
  const between = Buffer.concat([Buffer.from('\r\n'), delimiter]);
  let at = bytes.indexOf(delimiter);
  while (at >= 0) {
    const end = bytes.indexOf(between, at + delimiter.length);
    const headersEnd = bytes.indexOf('\r\n\r\n', at);
    const last = end < 0;
    const partEnd = last ? bytes.length : end;
    if (headersEnd >= 0 && headersEnd <= partEnd) {
      const headers = bytes.toString('latin1', at, headersEnd);
      if (!FILE_NAME.test(headers)) {
        requireUtf8Charset(CONTENT_TYPE.exec(headers)?.[1]?.trim() ?? '');
        readUtf8(bytes.subarray(at, partEnd));
      }
    }
    at = last ? -1 : end + 2;
  }
};

/** The fields of a completely received form; a field that occurs more than once is a list. Throws invalidRequest, notUtf8 and unsupportedCharset. */
export const readForm = async (bytes: Buffer, contentType: string): Promise<FormFields> => {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined || boundary === '') throw invalidForm();
  const delimiter = Buffer.from(`--${boundary}`);
  requireModerateForm(bytes, delimiter);
  requireUtf8Texts(bytes, delimiter);
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      throw invalidForm();
    });
  const fields: Record<string, string | File | (string | File)[]> = Object.create(null);
  for (const [name, value] of form) {
    const known = fields[name];
    fields[name] = known === undefined ? (value as string | File) : [known, value as string | File].flat();
  }
  return fields;
};
