/** How much of each device is under way at once, over however many connections it comes. */
export interface DeviceWindow {
  /** Does the work when its device has room, in the order of the calls. Rejects as the work does. */
  take<Result>(deviceId: string, work: () => Promise<Result>): Promise<Result>;
  /** Devices with something under way. */
  size(): number;
}

interface Device {
  underWay: number;
  readonly waiting: (() => void)[];
}

/**
 * The log takes what has come in turns, all devices together. A device that fills each turn by itself, over sixteen connections,
 * would make every turn long for all others, so it has its own window. What waits is bounded by what is read of its
 * connections.
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
  /** Its place goes to the next one that waits. */
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
