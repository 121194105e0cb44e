/** Limits the messages of each device in progress at once, whatever the number of its connections. */
export interface DeviceWindow {
  /** Runs the work once its device has a free slot, in the order of the calls. Rejects if the work does. */
  take<Result>(deviceId: string, work: () => Promise<Result>): Promise<Result>;
  /** Devices with work in progress. */
  size(): number;
}

interface Device {
  underWay: number;
  readonly waiting: (() => void)[];
}

/**
 * The log commits received messages in batches, for all devices together. A device that fills each batch by itself, over sixteen
 * connections, would make every batch slow for all others, so each device has a window. The waiting work is bounded by what is
 * read from its connections.
 */
export const createDeviceWindow = (most: number): DeviceWindow => {
  const devices = new Map<string, Device>();

  const enter = (deviceId: string): Promise<void> | undefined => {
    const device = devices.get(deviceId) ?? { underWay: 0, waiting: [] };
    devices.set(deviceId, device);
    if (device.underWay >= most) return new Promise((resolve) => device.waiting.push(resolve));
    device.underWay += 1;
    return undefined;
  };
  /** Its slot goes to the next one waiting. */
  const leave = (deviceId: string): void => {
    const device = devices.get(deviceId)!;
    const next = device.waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    device.underWay -= 1;
    if (device.underWay === 0) devices.delete(deviceId);
  };

  return {
    async take(deviceId, work) {
      const wait = enter(deviceId);
      if (wait !== undefined) await wait;
      try {
        return await work();
      } finally {
        leave(deviceId);
      }
    },
    size: () => devices.size,
  };
};
