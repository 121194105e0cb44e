export type JsonRead =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: 'malformed' | 'tooDeep' };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;

/** Whether brackets outside strings are nested deeper than this. One pass; for invalid JSON the answer may be either. */
export const isDeeperThan = (json: string, most: number): boolean => {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (inText) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inText = false;
    } else if (code === QUOTE) inText = true;
    else if (isOpening(code)) {
      depth += 1;
      if (depth > most) return true;
    } else if (isClosing(code)) depth -= 1;
  }
  return false;
};

/**
 * Parses JSON whose arrays and objects are nested at most this deep. `JSON.parse` reads any depth, but most later uses of the value,
 * `JSON.stringify` first, recurse for each level and overflow the stack.
 */
export const parseBoundedJson = (json: string, maxDepth: number): JsonRead => {
  if (isDeeperThan(json, maxDepth)) return { ok: false, reason: 'tooDeep' };
  try {
    return { ok: true, value: JSON.parse(json) };
  } catch {
    return { ok: false, reason: 'malformed' };
  }
};
