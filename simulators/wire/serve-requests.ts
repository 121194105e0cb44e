import type { WireClient } from './client.ts';

const WHOLE_DAY_MS = 86_400_000;

/** Answers the centre's requests until the connection ends; every frame of the centre is passed to `onFrame`. */
export const serveRequests = async (
  client: WireClient,
  device: { answer(frame: Buffer): readonly Buffer[] },
  onFrame: (direction: 'in' | 'out', frame: Buffer) => void = () => undefined,
): Promise<void> => {
  try {
    for (;;) {
      const frame = await client.answer(WHOLE_DAY_MS);
      onFrame('in', frame);
      for (const answer of device.answer(frame)) {
        client.send(answer);
        onFrame('out', answer);
      }
    }
  } catch {
    // The connection is over.
  }
};
