import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A running server's note about itself in its data folder, for other commands. */
const schema = z.object({
  pid: z.number().int().positive(),
  startedAt: z.string(),
  version: z.string(),
  /** Listening addresses by service. */
  listens: z.record(z.string(), z.string()),
});

export type ServerNote = z.infer<typeof schema>;

const fileOf = (dataDir: string): string => join(dataDir, 'server.json');

/** Writes the note; the returned function removes it. */
export const leaveServerNote = async (dataDir: string, note: ServerNote): Promise<() => Promise<void>> => {
  const file = fileOf(dataDir);
  await writeFile(file, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  return () => rm(file, { force: true });
};

/** Undefined if there is none. Its process may be gone: a killed server does not remove its note. */
export const readServerNote = async (dataDir: string): Promise<ServerNote | undefined> => {
  try {
    const read = schema.safeParse(JSON.parse(await readFile(fileOf(dataDir), 'utf8')));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
};
