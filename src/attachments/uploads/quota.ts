import type { Upload } from './upload.ts';

export interface QuotaLimits {
  /** Bytes of one person that no event names yet, announced ones included. */
  readonly bytes: number;
  readonly files: number;
  /** Uploads that have not all their bytes. */
  readonly unfinished: number;
}

export type QuotaRefusal = 'unfinished' | 'files' | 'bytes';

/** An upload that is begun stays unfinished for some time; a file sent in one request never is. */
export type Manner = 'begun' | 'whole';

/** Quota reserved for an upload until the upload itself can be counted. */
export interface Reservation {
  readonly release: () => void;
}

export interface UploadQuota {
  /** Decides and reserves in one step, without awaiting anything in between: simultaneous requests see each other. */
  reserve(userId: string, bytes: number, manner?: Manner): Promise<Reservation | QuotaRefusal>;
}

/**
 * The limits on one person's unused uploads. Unfinished uploads count with their announced length, finished ones
 * until an event names them or they expire; the read model is asked which are named only when the limit is reached.
 */
export const createUploadQuota = (options: {
  readonly limits: QuotaLimits;
  readonly uploads: () => readonly Upload[];
  /** Digests among these that events name; undefined while that is not certain. */
  readonly named: (digests: readonly string[]) => Promise<ReadonlySet<string> | undefined>;
}): UploadQuota => {
  const { limits, uploads, named } = options;
  const reserved = new Map<string, Set<{ readonly bytes: number; readonly manner: Manner }>>();
  /** Ids of uploads whose attachment an event names: once true, that stays true. */
  const settled = new Set<string>();

  const unusedOf = (userId: string): Upload[] =>
    uploads().filter((upload) => upload.userId === userId && !settled.has(upload.uploadId));

  const refusal = (userId: string, bytes: number, manner: Manner): QuotaRefusal | undefined => {
    const lying = unusedOf(userId);
    const pending = [...(reserved.get(userId) ?? [])];
    const unfinished = lying.filter(({ attachment }) => attachment === null).length;
    const begun = pending.filter((each) => each.manner === 'begun').length;
    if (manner === 'begun' && unfinished + begun >= limits.unfinished) return 'unfinished';
    if (lying.length + pending.length >= limits.files) return 'files';
    const sum = [...lying.map(({ length }) => length), ...pending.map((each) => each.bytes)].reduce(
      (total, each) => total + each,
      bytes,
    );
    return sum > limits.bytes ? 'bytes' : undefined;
  };

  const settle = async (userId: string): Promise<void> => {
    const known = new Set(uploads().map(({ uploadId }) => uploadId));
    for (const uploadId of settled) if (!known.has(uploadId)) settled.delete(uploadId);
    const finished = unusedOf(userId).filter(({ attachment }) => attachment !== null);
    const digests = finished.map(({ attachment }) => attachment!.digest);
    const used = digests.length === 0 ? undefined : await named(digests);
    for (const { uploadId, attachment } of finished) if (used?.has(attachment!.digest)) settled.add(uploadId);
  };

  return {
    async reserve(userId, bytes, manner = 'begun') {
      if (refusal(userId, bytes, manner) !== undefined) await settle(userId);
      const refused = refusal(userId, bytes, manner);
      if (refused !== undefined) return refused;
      const reservation = { bytes, manner };
      const ofUser = reserved.get(userId) ?? new Set();
      reserved.set(userId, ofUser.add(reservation));
      return {
        release() {
          ofUser.delete(reservation);
          if (ofUser.size === 0 && reserved.get(userId) === ofUser) reserved.delete(userId);
        },
      };
    },
  };
};
