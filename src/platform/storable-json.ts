/**
 * JSON of a value in a form that PostgreSQL's jsonb can store. It refuses two things that JSON allows: the character U+0000, and unpaired
 * surrogates. Both become U+FFFD; the log keeps them as sent. `JSON.stringify` writes both as escapes, but never complete pairs, so
 * they can be found in the text.
 */
export const storableJson = (value: unknown): string => {
  const text = JSON.stringify(value);
  return SUSPECT.test(text) ? text.replace(UNSTORABLE, '$1\\ufffd') : text;
};

const SUSPECT = /\\u(?:0000|d[89a-f])/;
/** An escape that is not itself escaped: after an even number of backslashes. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;
