import type { WireRequest, WireStandard } from '../../../devices/wire/index.ts';

/** A connection over which devices can be spoken to. */
export interface Line {
  /** Sends a request to a device that has spoken on this connection; false when that can no longer be. */
  request(deviceId: string, request: WireRequest): Promise<boolean>;
  /** When the connection was opened, ms since 1970. */
  readonly openedAt: number;
  readonly address: string | undefined;
  /** The request was sent over this connection and has not ended. */
  isUnderWay(requestId: string): boolean;
  /** It speaks for the device from now on: it is the one that has come, and when it ends the device has gone. */
  onHeld(deviceId: string): void;
  close(): void;
}

/** The open connections of this process, by the devices that have spoken on them. */
export interface Lines {
  /** The one that speaks for the device. */
  find(standard: WireStandard, deviceId: string): Line | undefined;
  /**
   * A device has spoken over a connection for the first time. Of those that have proved who they are the newest speaks for it, even
   * if an earlier one is not known to be over yet. One that has proved nothing gets the device only when nobody has it, or who has
   * it proved nothing either and comes from the same address.
   */
  open(standard: WireStandard, deviceId: string, line: Line, isProved: boolean): void;
  close(standard: WireStandard, deviceId: string, line: Line): void;
  /** Ends every connection that the device has spoken on. */
  endAll(deviceId: string): void;
}

interface DeviceLine {
  readonly line: Line;
  readonly isProved: boolean;
}
interface DeviceLines {
  readonly open: DeviceLine[];
  held: DeviceLine;
}

/** Connections that one device may have at once: those that are dead and not known to be, and the one that lives. */
const MAX_LINES = 16;

const takesOver = (one: DeviceLine, holder: DeviceLine): boolean =>
  one.isProved || (!holder.isProved && one.line.address === holder.line.address);

export const createLines = (): Lines => {
  const devices = new Map<string, Map<WireStandard, DeviceLines>>();
  const find = (standard: WireStandard, deviceId: string) => devices.get(deviceId)?.get(standard);

  const hold = (lines: DeviceLines, deviceId: string, next: DeviceLine): void => {
    lines.held = next;
    next.line.onHeld(deviceId);
  };

  return {
    find: (standard, deviceId) => find(standard, deviceId)?.held.line,
    open(standard, deviceId, line, isProved) {
      const opened = { line, isProved };
      const lines = find(standard, deviceId);
      if (lines === undefined) {
        const standards = devices.get(deviceId) ?? new Map<WireStandard, DeviceLines>();
        devices.set(deviceId, standards.set(standard, { open: [opened], held: opened }));
        line.onHeld(deviceId);
        return;
      }
      lines.open.push(opened);
      if (takesOver(opened, lines.held)) hold(lines, deviceId, opened);
      if (lines.open.length > MAX_LINES) lines.open.find((one) => one !== lines.held)?.line.close();
    },
    close(standard, deviceId, line) {
      const lines = find(standard, deviceId);
      const at = lines?.open.findIndex((one) => one.line === line) ?? -1;
      if (lines === undefined || at < 0) return;
      const [closed] = lines.open.splice(at, 1);
      if (lines.open.length === 0) {
        const standards = devices.get(deviceId)!;
        standards.delete(standard);
        if (standards.size === 0) devices.delete(deviceId);
      } else if (lines.held === closed) {
        const next = lines.open.findLast((one) => one.isProved) ?? lines.open[lines.open.length - 1]!;
        hold(lines, deviceId, next);
      }
    },
    endAll(deviceId) {
      for (const { open } of [...(devices.get(deviceId)?.values() ?? [])])
        for (const { line } of [...open]) line.close();
    },
  };
};
