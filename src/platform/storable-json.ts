/**
 * JSON of a value as PostgreSQL's jsonb can hold it. Two things that JSON may say it refuses: the character U+0000, and half of a
 * surrogate pair. Both become U+FFFD; the log keeps them as they were sent. `JSON.stringify` writes both as escapes, and whole pairs
 * never as such, so they are found in the text.
 */
export const storableJson = (value: unknown): string => {
  const text = JSON.stringify(value);
  return SUSPECT.test(text) ? text.replace(UNSTORABLE, '$1\\ufffd') : text;
};

const SUSPECT = /\\u(?:0000|d[89a-f])/;
/** An escape that is not itself escaped: after an even number of backslashes. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;
