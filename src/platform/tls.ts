import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, type SecureContextOptions, type Server } from 'node:tls';
import { guarded } from './guard.ts';
import type { Logger } from './logger.ts';
import { StartError } from './start-error.ts';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** If given, clients must present a certificate signed by one of these. */
  readonly ca: string | undefined;
}

const LOOK_MS = 1000;

/** The files from a listener's settings, whose names begin with `prefix`; undefined if it has none. Throws StartError for unusable files. */
export const tlsFiles = (
  prefix: string,
  cert: string | undefined,
  key: string | undefined,
  ca: string | undefined,
): TlsFiles | undefined => {
  if (cert === undefined || key === undefined) return undefined;
  const files = { cert, key, ca };
  try {
    createSecureContext(readTls(files));
  } catch (error) {
    const names = ['CERT', 'KEY', ...(ca === undefined ? [] : ['CA'])].map((part) => `${prefix}_${part}`);
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`the certificate cannot be used (${reason}): check ${names.join(', ')}`, {
      cause: error,
    });
  }
  return files;
};

/** Options for a server of `node:tls` or `node:https`. TLS 1.2 is the oldest supported version. */
export const readTls = (files: TlsFiles): SecureContextOptions & { requestCert: boolean } => ({
  cert: readFileSync(files.cert),
  key: readFileSync(files.key),
  ...(files.ca === undefined ? {} : { ca: readFileSync(files.ca) }),
  requestCert: files.ca !== undefined,
  minVersion: 'TLSv1.2',
});

/**
 * Gives a server the certificate from the files, whenever they change or the process gets SIGHUP; open connections
 * continue. If the files do not match (one is written, the other not yet), the old certificate remains in use and this is logged.
 * Returns a function that stops it.
 */
export const reloadTls = (
  files: TlsFiles,
  server: Pick<Server, 'setSecureContext'>,
  logger: Pick<Logger, 'info' | 'warn'>,
): (() => void) => {
  const reload = guarded('tls reload', () => {
    try {
      server.setSecureContext(readTls(files));
      logger.info({ cert: files.cert }, 'certificate reloaded');
    } catch (err) {
      logger.warn(
        { cert: files.cert, err },
        'the certificate cannot be used, the previous one remains in use',
      );
    }
  });
  const paths = [files.cert, files.key, ...(files.ca === undefined ? [] : [files.ca])];
  for (const path of paths) watchFile(path, { interval: LOOK_MS, persistent: false }, reload);
  process.on('SIGHUP', reload);
  return () => {
    for (const path of paths) unwatchFile(path, reload);
    process.off('SIGHUP', reload);
  };
};
