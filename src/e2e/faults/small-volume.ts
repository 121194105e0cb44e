import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A disk in memory whose size can be changed while in use. */
export interface SmallVolume {
  readonly path: string;
  /** No more than so many bytes are free from now on. */
  leave(freeBytes: number): Promise<void>;
  giveBack(): Promise<void>;
  remove(): Promise<void>;
}

export type VolumeResult =
  | { readonly ok: true; readonly volume: SmallVolume }
  /** This machine does not let us mount one, and why. */
  | { readonly ok: false; readonly reason: string };

const run = promisify(execFile);
const ATTEMPTS = 20;

export const mountSmallVolume = async (sizeBytes: number): Promise<VolumeResult> => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return { ok: false, reason: 'a tmpfs is mounted by root on Linux only' };
  const path = await mkdtemp(join(tmpdir(), 'yiwang-volume-'));
  // PostgreSQL's user has to get through.
  await chmod(path, 0o755);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes},mode=0755`, 'tmpfs', path]);
  } catch (error) {
    await rm(path, { recursive: true });
    return { ok: false, reason: (error as { stderr?: string }).stderr?.trim() || String(error) };
  }
  const resize = (bytes: number) => run('mount', ['-o', `remount,size=${bytes}`, path]);
  const used = async (): Promise<number> => {
    const { blocks, bfree, bsize } = await statfs(path);
    return (blocks - bfree) * bsize;
  };
  return {
    ok: true,
    volume: {
      path,
      async leave(freeBytes) {
        for (let attempt = 1; ; attempt += 1) {
          try {
            await resize((await used()) + freeBytes);
            return;
          } catch (error) {
            // More was written meanwhile than would fit: the kernel refuses.
            if (attempt === ATTEMPTS) throw error;
          }
        }
      },
      async giveBack() {
        await resize(sizeBytes);
      },
      async remove() {
        await run('umount', [path]);
        await rm(path, { recursive: true });
      },
    },
  };
};
