import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Finding } from './finding.ts';

/** The folder, or if it does not exist yet, the one in which it will be created. */
export const existingFolder = async (folder: string): Promise<string> => {
  const path = resolve(folder);
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  return there || dirname(path) === path ? path : existingFolder(dirname(path));
};

export const checkFolder = async (dataDir: string): Promise<Finding> => {
  const path = await existingFolder(dataDir);
  const status = await stat(path);
  const writable = await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const check = 'folder';
  if (!status.isDirectory() || !writable)
    return {
      check,
      state: 'bad',
      sentence: status.isDirectory()
        ? { zh: `${path} 对运行账户不可写`, en: `${path} is not writable for this user` }
        : { zh: `${path} 不是目录`, en: `${path} is not a folder` },
      fix: {
        zh: '给运行账户写权限，或用 YIWANG_DATA_DIR 另选目录',
        en: 'give this user write permission there, or choose another folder with YIWANG_DATA_DIR',
      },
    };
  if (path !== resolve(dataDir))
    return {
      check,
      state: 'good',
      sentence: {
        zh: `首次启动时将建立 ${dataDir}`,
        en: `${dataDir} will be created at the first start`,
      },
    };
  // Its group may pass through if PostgreSQL's user has its own folder inside.
  if ((status.mode & 0o067) !== 0 && status.uid === process.getuid?.())
    return {
      check,
      state: 'doubtful',
      sentence: {
        zh: `${dataDir} 存有密钥和案件，但其他账户也能读取`,
        en: `${dataDir}, which contains keys and cases, is readable by users other than its owner`,
      },
      fix: {
        zh: `执行 chmod 700 ${dataDir}；重新启动也会改正`,
        en: `chmod 700 ${dataDir}; a start also does that`,
      },
    };
  return {
    check,
    state: 'good',
    sentence: {
      zh: `${dataDir} 可写，其他账户无法访问`,
      en: `${dataDir} is writable and not accessible to others`,
    },
  };
};
