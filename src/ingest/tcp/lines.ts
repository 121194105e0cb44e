import type { WireRequest, WireStandard } from '../../../devices/wire/index.ts';

/** A connection over which devices can be spoken to. */
export interface Line {
  /** Sends a request to a device that has spoken on this connection; false when that can no longer be. */
  request(deviceId: string, request: WireRequest): Promise<boolean>;
  /** When the connection was opened, ms since 1970. */
  readonly openedAt: number;
  /** The request was sent over this connection and has not ended. */
  isUnderWay(requestId: string): boolean;
}

/** The open connections of this process, by the devices that have spoken on them. */
export interface Lines {
  find(standard: WireStandard, deviceId: string): Line | undefined;
  /** The device is spoken to over this connection from now on, even if an earlier one is not known to be over yet. */
  open(standard: WireStandard, deviceId: string, line: Line): void;
  close(standard: WireStandard, deviceId: string, line: Line): void;
}

const keyOf = (standard: WireStandard, deviceId: string): string => `${standard} ${deviceId}`;

export const createLines = (): Lines => {
  const lines = new Map<string, Line>();
  return {
    find: (standard, deviceId) => lines.get(keyOf(standard, deviceId)),
    open: (standard, deviceId, line) => void lines.set(keyOf(standard, deviceId), line),
    close(standard, deviceId, line) {
      const key = keyOf(standard, deviceId);
      if (lines.get(key) === line) lines.delete(key);
    },
  };
};
