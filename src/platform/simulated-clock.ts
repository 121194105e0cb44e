import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the marker file in a data folder whose events have times of a stepped clock. */
const MARK = 'simulated-clock';

export const markSimulated = async (dataDir: string): Promise<void> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(
    join(dataDir, MARK),
    'The events of this folder were stamped by a simulated clock. A server with the real one refuses it.\n',
  );
};

export const isSimulated = (dataDir: string): Promise<boolean> =>
  access(join(dataDir, MARK)).then(
    () => true,
    () => false,
  );
