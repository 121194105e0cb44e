/** A problem that prevents the start and that the operator can solve: one sentence that names the setting. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** Listening address, and the settings that determine it. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly hostSetting: string;
  readonly portSetting: string;
}

/** The same failure in a sentence that names the setting; any other error unchanged. */
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
      return new StartError(`${host} is not an address of this machine: choose one with ${hostSetting}`, {
        cause: error,
      });
    default:
      return error;
  }
};

const FOLDER_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a read-only file system',
  ENOTDIR: 'it is not a folder',
  EEXIST: 'it is not a folder',
  ENOENT: 'it cannot be created',
  ENOSPC: 'the disk is full',
};

/** Runs work that writes into a folder; if the failure is due to the folder, the error names its setting. */
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
