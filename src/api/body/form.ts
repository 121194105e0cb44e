import { MIMEType } from 'node:util';
import { ProblemError } from '../problems.ts';

export type FormFields = Readonly<Record<string, string | File | readonly (string | File)[]>>;

/** More than any form of ours has: fields, photos, sound. Each part costs time and memory however small it is. */
const MOST_PARTS = 100;
const MOST_PART_HEADER_BYTES = 16_384;

const invalidForm = () => new ProblemError('invalidRequest', '表单无法解析');

const boundaryOf = (contentType: string): string | undefined => {
  try {
    return new MIMEType(contentType).params.get('boundary') ?? undefined;
  } catch {
    return undefined;
  }
};

/** Looks the delimiters over (RFC 2046, section 5.1.1) before the parts are read, which goes byte by byte through their headers. */
const requireModerateForm = (bytes: Buffer, contentType: string): void => {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined || boundary === '') throw invalidForm();
  const delimiter = Buffer.from(`--${boundary}`);
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

/** The fields of a form that was received whole; a field that comes more than once is a list. Throws invalidRequest. */
export const readForm = async (bytes: Buffer, contentType: string): Promise<FormFields> => {
  requireModerateForm(bytes, contentType);
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
