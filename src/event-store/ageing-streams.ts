/**
 * Streams that are kept by age: what devices said, and what was not understood of it. All others are kept for ever. A store
 * may keep the two classes apart, so a repeated event id is recognised among the streams of its class.
 */
export const AGEING_PREFIXES = ['reading-', 'detection-', 'rejected-'] as const;

export const isAgeing = (stream: string): boolean =>
  AGEING_PREFIXES.some((prefix) => stream.startsWith(prefix));
