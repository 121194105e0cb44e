import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** Where randomness enters; `size` in bytes. */
export type RandomBytes = (size: number) => Uint8Array;

export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and 0.1 to 0.3 s per try. Raising it is safe: old hashes are still read, and `needsRehash` identifies them. */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** A stored hash must not be able to ask for more work than a few times ours. */
const MAX_COST: PasswordCost = { N: 2 ** 17, r: 16, p: 4 };

/** scrypt with these options, wherever it runs. */
export type DeriveKey = (
  password: string,
  salt: Uint8Array,
  length: number,
  options: ScryptOptions,
) => Promise<Buffer>;

/** On the thread pool that Node also uses for file reads: for few callers, one after the other. */
const deriveInPool: DeriveKey = (password, salt, length, options) =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });

const derive = (
  password: string,
  salt: Uint8Array,
  cost: PasswordCost,
  deriveKey: DeriveKey,
): Promise<Buffer> => {
  const { N, r, p } = cost;
  // Node refuses what needs more than `maxmem`: 128·N·r bytes, and a little for p.
  const options: ScryptOptions = { N, r, p, maxmem: 128 * r * (N + p + 2) };
  // NFKC: the same password from another keyboard or input method must be the same bytes (RFC 8265 section 4.2).
  return deriveKey(password.normalize('NFKC'), salt, HASH_BYTES, options);
};

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Hashes a password with scrypt (RFC 7914): `scrypt$N$r$p$salt$hash`, salt and hash in base64url. Takes 0.1 to 0.3 s of a processor. */
export const hashPassword = async (
  password: string,
  randomBytes: RandomBytes,
  cost: PasswordCost = PASSWORD_COST,
  deriveKey: DeriveKey = deriveInPool,
): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost, deriveKey);
  return ['scrypt', cost.N, cost.r, cost.p, base64url(salt), base64url(hash)].join('$');
};

const parse = (stored: string): { cost: PasswordCost; salt: Buffer; hash: Buffer } | null => {
  const match = /^scrypt\$(\d{1,6})\$(\d{1,2})\$(\d)\$([\w-]{8,128})\$([\w-]{43})$/.exec(stored);
  if (match === null) return null;
  const cost = { N: Number(match[1]), r: Number(match[2]), p: Number(match[3]) };
  const powerOfTwo = cost.N > 1 && (cost.N & (cost.N - 1)) === 0;
  if (!powerOfTwo || cost.N > MAX_COST.N || cost.r < 1 || cost.r > MAX_COST.r) return null;
  if (cost.p < 1 || cost.p > MAX_COST.p) return null;
  return { cost, salt: Buffer.from(match[4]!, 'base64url'), hash: Buffer.from(match[5]!, 'base64url') };
};

/**
 * Whether the password matches the stored hash. For a login name that nobody has, pass null: the same work is done, so that the
 * time of an answer does not reveal which names exist. A damaged hash matches no password.
 */
export const verifyPassword = async (
  password: string,
  stored: string | null,
  cost: PasswordCost = PASSWORD_COST,
  deriveKey: DeriveKey = deriveInPool,
): Promise<boolean> => {
  const parsed = stored === null ? null : parse(stored);
  if (parsed === null) {
    await derive(password, Buffer.alloc(SALT_BYTES), cost, deriveKey);
    return false;
  }
  return timingSafeEqual(await derive(password, parsed.salt, parsed.cost, deriveKey), parsed.hash);
};

/** Whether it was made with costs other than today's; then it is hashed again at the next login. */
export const needsRehash = (stored: string): boolean => {
  const cost = parse(stored)?.cost;
  return (
    cost === undefined ||
    cost.N !== PASSWORD_COST.N ||
    cost.r !== PASSWORD_COST.r ||
    cost.p !== PASSWORD_COST.p
  );
};
