import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a running server says of itself in its data folder, for commands beside it. */
const schema = z.object({
  pid: z.number().int().positive(),
  startedAt: z.string(),
  version: z.string(),
  /** Addresses under which it is reached, by what answers there. */
  listens: z.record(z.string(), z.string()),
});

export type ServerNote = z.infer<typeof schema>;

const fileOf = (dataDir: string): string => join(dataDir, 'server.json');

/** Leaves the note; what it gives takes it away again. */
export const leaveServerNote = async (dataDir: string, note: ServerNote): Promise<() => Promise<void>> => {
  const file = fileOf(dataDir);
  await writeFile(file, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  return () => rm(file, { force: true });
};

/** Undefined where no server has left one. Its process may be gone: a killed one takes nothing away. */
export const readServerNote = async (dataDir: string): Promise<ServerNote | undefined> => {
  try {
    const read = schema.safeParse(JSON.parse(await readFile(fileOf(dataDir), 'utf8')));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
};
