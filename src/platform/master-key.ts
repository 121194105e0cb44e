import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Keys {
  /** Keyed hash of device secrets. */
  readonly deviceSecrets: Buffer;
  /** Encrypts the keys of devices that encrypt their messages. */
  readonly deviceWire: Buffer;
  /** Signature of bearer tokens. */
  readonly tokens: Buffer;
  /** Wraps the keys of persons. */
  readonly personalData: Buffer;
  /** Keyed digests of codes that are shown only once: password resets, recovery. */
  readonly signInCodes: Buffer;
  /** Keyed digests of client addresses in the audit log. */
  readonly audit: Buffer;
  /** Secrets of webhooks are derived from it. */
  readonly webhooks: Buffer;
  /** Digests of content that may contain secrets or personal data. */
  readonly digests: Buffer;
  /** Ids of attachments, and the wrapping of the keys that encrypt them. */
  readonly attachments: Buffer;
  /** Reports without an account: tracking codes and their digests, challenges, budgets. */
  readonly publicReports: Buffer;
}

/** One key per purpose, derived by HKDF-SHA-256 (RFC 5869). */
export const deriveKeys = (master: Buffer): Keys => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', master, '', `yiwang ${purpose} v1`, 32));
  return {
    deviceSecrets: derive('device-secrets'),
    deviceWire: derive('device-wire'),
    tokens: derive('tokens'),
    personalData: derive('personal-data'),
    signInCodes: derive('sign-in-codes'),
    audit: derive('audit'),
    webhooks: derive('webhooks'),
    digests: derive('digests'),
    attachments: derive('attachments'),
    publicReports: derive('public-reports'),
  };
};

const FILE = 'master.key';

/** The master key: from the setting, or from a 0600 file in the data folder that is created at the first start. */
export const loadMasterKey = async (dataDir: string, configured: string | undefined): Promise<Buffer> => {
  if (configured !== undefined) return Buffer.from(configured, 'hex');
  const path = join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
};
