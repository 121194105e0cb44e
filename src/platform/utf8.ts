const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text without its byte order mark; undefined where the bytes are no UTF-8. Read all the same, what was meant would be lost. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
};
