import { statfs } from 'node:fs/promises';
import type { Finding } from './finding.ts';
import { existingFolder } from './folder.ts';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

export const checkDisk = async (dataDir: string, least: number): Promise<Finding> => {
  const { bavail, bsize } = await statfs(await existingFolder(dataDir));
  const free = bavail * bsize;
  const check = 'disk';
  const sentence = {
    zh: `剩余 ${gigabytes(free)}；低于 ${gigabytes(least)}（YIWANG_MIN_FREE_DISK_BYTES）时不再接收任何数据`,
    en: `${gigabytes(free)} are free; below ${gigabytes(least)} (YIWANG_MIN_FREE_DISK_BYTES) nothing is accepted`,
  };
  if (free >= 2 * least) return { check, state: 'good', sentence };
  return {
    check,
    state: free < least ? 'bad' : 'doubtful',
    sentence,
    fix: {
      zh: '清理磁盘，或把 YIWANG_DATA_DIR 放到更大的磁盘，或更早归档（YIWANG_ARCHIVE_AFTER_DAYS）',
      en: 'free some space, put YIWANG_DATA_DIR on a larger disk, or archive earlier (YIWANG_ARCHIVE_AFTER_DAYS)',
    },
  };
};
