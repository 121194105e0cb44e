/** What keeps the product from starting and can be mended by whoever starts it: one sentence that names the setting. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** Where something was to listen, and the settings that say so. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly hostSetting: string;
  readonly portSetting: string;
}

/** The same failure in a sentence that names the setting; anything else as it came. */
export const listenError = (error: NodeJS.ErrnoException, address: ListenAddress): Error => {
  const { host, port, hostSetting, portSetting } = address;
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(`port ${port} is in use: choose another with ${portSetting}`, { cause: error });
    case 'EACCES':
      return new StartError(
        `port ${port} may not be opened by this user: choose one above 1023 with ${portSetting}`,
        {
          cause: error,
        },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`${host} is no address of this machine: choose one with ${hostSetting}`, {
        cause: error,
      });
    default:
      return error;
  }
};

const FOLDER_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it lies on a read-only file system',
  ENOTDIR: 'it is no folder',
  EEXIST: 'it is no folder',
  ENOENT: 'it cannot be made',
  ENOSPC: 'the disk is full',
};

/** Does what writes into a folder; a failure that its place explains names the setting of the folder. */
export const inFolderOf = async <Result>(
  setting: string,
  folder: string,
  work: () => Result | Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    const reason = FOLDER_REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    throw new StartError(`${folder} cannot be used, ${reason}: choose another folder with ${setting}`, {
      cause: error,
    });
  }
};
