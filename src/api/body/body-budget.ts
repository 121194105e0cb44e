export interface BodyLimits {
  /** Bytes of all bodies that are buffered at one time. */
  readonly all: number;
  readonly perAddress: number;
  readonly perConnection: number;
}

export type NoRoom = 'all' | 'address' | 'connection';

/** The bytes reserved for one request; released together once the request has been answered. */
export interface BodyLease {
  /** Undefined if the bytes were reserved; otherwise the limit that they would exceed, and nothing is reserved. */
  take(bytes: number): NoRoom | undefined;
  release(): void;
}

export interface BodyBudget {
  lease(address: string, connection: object): BodyLease;
  /** Bytes reserved now. */
  held(): number;
}

/**
 * Bounds the memory used by the bodies of all requests at one time. Each request may be small and its connection well behaved:
 * it is the sum that exhausts the memory. One connection can have several requests in progress (HTTP/1.1 pipelining), so it also
 * has a limit.
 */
export const createBodyBudget = (limits: BodyLimits): BodyBudget => {
  const byAddress = new Map<string, number>();
  const byConnection = new Map<object, number>();
  let all = 0;

  const give = <Key>(counts: Map<Key, number>, key: Key, bytes: number): void => {
    const left = (counts.get(key) ?? 0) - bytes;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  };

  return {
    held: () => all,
    lease(address, connection) {
      let taken = 0;
      return {
        take(bytes) {
          const ofAddress = (byAddress.get(address) ?? 0) + bytes;
          const ofConnection = (byConnection.get(connection) ?? 0) + bytes;
          if (ofConnection > limits.perConnection) return 'connection';
          if (ofAddress > limits.perAddress) return 'address';
          if (all + bytes > limits.all) return 'all';
          byAddress.set(address, ofAddress);
          byConnection.set(connection, ofConnection);
          all += bytes;
          taken += bytes;
          return undefined;
        },
        release() {
          if (taken === 0) return;
          give(byAddress, address, taken);
          give(byConnection, connection, taken);
          all -= taken;
          taken = 0;
        },
      };
    },
  };
};
