import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, type SecureContextOptions, type Server } from 'node:tls';
import { guarded } from './guard.ts';
import type { Logger } from './logger.ts';
import { StartError } from './start-error.ts';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Given: clients must show a certificate that one of these signed. */
  readonly ca: string | undefined;
}

const LOOK_MS = 1000;

/** The files of a listener's settings, whose names begin with `prefix`; undefined where it has none. Throws StartError for files that cannot be used. */
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
    throw new StartError(`the certificate cannot be used (${reason}): look at ${names.join(', ')}`, {
      cause: error,
    });
  }
  return files;
};

/** What a server of `node:tls` or `node:https` takes. TLS 1.2 is the oldest that is spoken. */
export const readTls = (files: TlsFiles): SecureContextOptions & { requestCert: boolean } => ({
  cert: readFileSync(files.cert),
  key: readFileSync(files.key),
  ...(files.ca === undefined ? {} : { ca: readFileSync(files.ca) }),
  requestCert: files.ca !== undefined,
  minVersion: 'TLSv1.2',
});

/**
 * Gives a server the certificate from the files, whenever they change or the process gets SIGHUP; connections that are
 * open go on. What does not fit together (one file is written, the other not yet) leaves the old one in force and is logged.
 * Gives what ends it.
 */
export const reloadTls = (
  files: TlsFiles,
  server: Pick<Server, 'setSecureContext'>,
  logger: Pick<Logger, 'info' | 'warn'>,
): (() => void) => {
  const reload = guarded('tls reload', () => {
    try {
      server.setSecureContext(readTls(files));
      logger.info({ cert: files.cert }, 'the certificate was read again');
    } catch (err) {
      logger.warn({ cert: files.cert, err }, 'the certificate cannot be used, the last one stays');
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
