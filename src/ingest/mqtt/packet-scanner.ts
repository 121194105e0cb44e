/**
 * Follows the framing of an MQTT byte stream without keeping a byte of it (MQTT 3.1.1 section 2.2: one byte of type and
 * flags, then the remaining length in 1–4 bytes of 7 bits). Knows a packet's size as soon as its header is complete, before
 * its body is read.
 */
export interface PacketScanner {
  /**
   * Size in bytes of the first packet whose remaining length exceeds the limit; undefined if there is none. Stops after the
   * end of the `most`th packet.
   */
  scan(chunk: Uint8Array, most?: number): number | undefined;
  /** Number of bytes scanned in the last chunk. */
  scanned(): number;
  /** Number of complete packets. */
  packets(): number;
}

const MAX_LENGTH_BYTES = 4;

/** `maxPacketBytes` is called for each packet: unauthenticated senders may send less. */
export const createPacketScanner = (maxPacketBytes: () => number): PacketScanner => {
  /** Body bytes of the current packet not yet received. */
  let body = 0;
  let headerBytes = 0;
  let length = 0;
  let multiplier = 1;
  let packets = 0;
  let scanned = 0;
  return {
    packets: () => packets,
    scanned: () => scanned,
    scan(chunk, most = Number.POSITIVE_INFINITY) {
      const last = packets + most;
      scanned = 0;
      while (scanned < chunk.length && packets < last) {
        if (body > 0) {
          const skipped = Math.min(body, chunk.length - scanned);
          body -= skipped;
          scanned += skipped;
          if (body === 0) packets += 1;
          continue;
        }
        const byte = chunk[scanned]!;
        scanned += 1;
        headerBytes += 1;
        if (headerBytes === 1) continue;
        length += (byte & 0x7f) * multiplier;
        multiplier *= 128;
        const complete = (byte & 0x80) === 0;
        // A fifth length byte is malformed; the parser refuses it.
        if (!complete && headerBytes <= MAX_LENGTH_BYTES) continue;
        if (length > maxPacketBytes()) return length;
        body = length;
        if (body === 0) packets += 1;
        headerBytes = 0;
        length = 0;
        multiplier = 1;
      }
      return undefined;
    },
  };
};
