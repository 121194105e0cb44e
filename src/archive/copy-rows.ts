/** Columns of an archived event, in this order; all are text, and none is null. */
export const ARCHIVE_COLUMNS = [
  'position',
  'stream',
  'version',
  'id',
  'type',
  'schema_version',
  'content_digest',
  'recorded_at',
  'data',
  'meta',
] as const;

/** Fields of a row, in the order of ARCHIVE_COLUMNS. */
export type ArchivedRow = readonly string[];

export const POSITION = 0;
export const STREAM = 1;
export const TYPE = 4;
export const SCHEMA_VERSION = 5;
export const DATA = 8;
export const META = 9;

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A line of COPY's text format (PostgreSQL, "COPY", File Formats): tabs between fields, backslashes before what is special. */
export const parseCopyLine = (line: string): ArchivedRow => {
  const fields = line.split('\t');
  return line.includes('\\') ? fields.map(unescapeField) : fields;
};

const unescapeField = (field: string): string =>
  field.includes('\\') ? field.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char) : field;

/** Splits a stream of bytes into complete lines; the rest of the last one is returned with the next bytes. */
export const createLineSplitter = (): ((chunk: Buffer) => string[]) => {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const end = chunk.lastIndexOf(10);
    if (end === -1) {
      rest = Buffer.concat([rest, chunk]);
      return [];
    }
    const whole = rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([rest, chunk.subarray(0, end)]);
    rest = Buffer.from(chunk.subarray(end + 1));
    return whole.toString('utf8').split('\n');
  };
};
