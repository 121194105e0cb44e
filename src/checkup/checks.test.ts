import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkDisk } from './disk.ts';
import { checkFolder } from './folder.ts';
import { checkNode } from './node.ts';
import { checkSettings } from './settings.ts';

const folders: string[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'checkup-'));
  folders.push(folder);
  return folder;
};
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe('checks of what a server needs', () => {
  it('name a setting that is wrong, and one that is nearly ours', () => {
    expect(checkSettings({})).toMatchObject([{ state: 'good' }]);
    const [wrong, near] = checkSettings({ YIWANG_HTTP_PORT: 'x', DATABSE_URL: 'postgres://x' });
    expect(wrong).toMatchObject({
      state: 'bad',
      sentence: { en: expect.stringContaining('YIWANG_HTTP_PORT') },
    });
    expect(near).toMatchObject({ state: 'doubtful', fix: { zh: expect.stringContaining('DATABASE_URL') } });
  });

  it('name a Node that is too old', () => {
    expect(checkNode('20.1.0')).toMatchObject({ state: 'bad', sentence: { zh: 'Node 20.1.0 低于 20.19' } });
    expect(checkNode('20.19.0').state).toBe('good');
    expect(checkNode('24.0.0').state).toBe('good');
  });

  it('name a folder that others may read, that is none, or that is still to come', async () => {
    const folder = await newFolder();
    expect((await checkFolder(folder)).state).toBe('good');
    await chmod(folder, 0o755);
    expect(await checkFolder(folder)).toMatchObject({ state: 'doubtful', fix: { en: expect.anything() } });
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await checkFolder(file)).toMatchObject({ state: 'bad', sentence: { zh: `${file} 不是目录` } });
    expect((await checkFolder(join(folder, 'later', 'still'))).state).toBe('good');
  });

  it('say when the disk is nearly full', async () => {
    const folder = await newFolder();
    expect((await checkDisk(folder, 1)).state).toBe('good');
    expect((await checkDisk(folder, 1e18)).state).toBe('bad');
  });
});
