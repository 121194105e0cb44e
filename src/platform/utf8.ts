const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text without its byte order mark; undefined if the bytes are not UTF-8. Decoding them all the same would lose the meaning. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
};
