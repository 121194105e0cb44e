/** CRC-16 with the reflected polynomial A001, by table: one step of eight shifts for each value of a byte. */
const TABLE = Uint16Array.from({ length: 256 }, (_, value) => {
  let crc = value;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
});

/** CRC-16/Modbus: initial value FFFF, each byte XORed into the whole register. Used by SL 651-2014 (high byte sent first). */
export const crcModbus = (bytes: Uint8Array): number => {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >> 8) ^ TABLE[(crc ^ byte) & 0xff]!;
  return crc;
};

/**
 * CRC of HJ 212-2017 Annex A: each byte is XORed into the high byte that was shifted down, the old low byte is discarded.
 * Only the high byte survives, so there are just 256 possible values: it proves little and does not identify anything.
 */
export const crcHj212 = (bytes: Uint8Array): number => {
  let crc = 0xffff;
  for (const byte of bytes) crc = TABLE[(crc >> 8) ^ byte]!;
  return crc;
};

export const hex16 = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');

export const swapBytes = (value: number): number => ((value & 0xff) << 8) | (value >> 8);
