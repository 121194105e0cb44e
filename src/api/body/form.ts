import { ProblemError } from '../problems.ts';

export type FormFields = Readonly<Record<string, string | File | readonly (string | File)[]>>;

/** The fields of a form that was received whole; a field that comes more than once is a list. Throws invalidRequest. */
export const readForm = async (bytes: Buffer, contentType: string): Promise<FormFields> => {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      throw new ProblemError('invalidRequest', '表单无法解析');
    });
  const fields: Record<string, string | File | (string | File)[]> = Object.create(null);
  for (const [name, value] of form) {
    const known = fields[name];
    fields[name] = known === undefined ? (value as string | File) : [known, value as string | File].flat();
  }
  return fields;
};
