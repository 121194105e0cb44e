/** Half a fingertip: pins that are nearer to one another than two of these share one. */
export const HALF_PIN = 22;

export interface PlacedPin<Pin> {
  readonly pin: Pin;
  readonly x: number;
  readonly y: number;
}
export interface PinGroup<Pin> {
  readonly pins: readonly Pin[];
  /** Of its first pin, in pixels. */
  readonly x: number;
  readonly y: number;
}

/** Pins that would lie over each other come together under the first of them, so that each group can be hit by a finger. */
export const pinGroups = <Pin>(placed: readonly PlacedPin<Pin>[]): readonly PinGroup<Pin>[] => {
  const groups: { pins: Pin[]; x: number; y: number }[] = [];
  for (const { pin, x, y } of placed) {
    const near = groups.find(
      (group) => Math.abs(group.x - x) < 2 * HALF_PIN && Math.abs(group.y - y) < 2 * HALF_PIN,
    );
    if (near === undefined) groups.push({ pins: [pin], x, y });
    else near.pins.push(pin);
  }
  return groups;
};

/** What a touch of the group chooses: its first pin, or the one after the chosen one. */
export const nextOf = <Pin extends { readonly id: string }>(
  pins: readonly Pin[],
  chosenId: string | undefined,
): Pin => pins[(pins.findIndex(({ id }) => id === chosenId) + 1) % pins.length]!;
