/**
 * A key may occur twice in one JSON object (RFC 8259 section 4 leaves open what that means), and `JSON.parse` silently keeps the last
 * value. Two different values contradict each other: neither is used, and the reader of the member reports it.
 */
export const CONTRADICTION = Symbol('a key that comes more than once with different values');

/** What is wrong with a member that cannot be read. */
export const faultOf = (name: string, sent: unknown, fault: string): string =>
  sent === CONTRADICTION ? `${name} comes more than once with different values` : fault;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
/** Deeper in each other than this nothing is read; a reading of text takes any depth. */
const MAX_DEPTH = 8;

/**
 * At least as many as the text has keys; NaN when that cannot be determined this cheaply. A colon after a quote ends a key, if it
 * is not inside a string; one after anything else than white space is certainly inside a string.
 */
const keysAtMost = (json: string): number => {
  let keys = 0;
  for (let at = json.indexOf(':'); at >= 0; at = json.indexOf(':', at + 1)) {
    const before = json.charCodeAt(at - 1);
    if (before === QUOTE) keys += 1;
    else if (before <= SPACE) return Number.NaN;
  }
  return keys;
};

const membersOf = (value: object, depth: number): number => {
  if (depth > MAX_DEPTH) return Number.NaN;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value)
      if (typeof item === 'object' && item !== null) members += membersOf(item, depth + 1);
    return members;
  }
  // `for in` makes no array of the keys; every message of every device passes here.
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    members += 1;
    if (typeof member === 'object' && member !== null) members += membersOf(member, depth + 1);
  }
  return members;
};

/** An object or array of the text that is open. */
interface Open {
  /** What `JSON.parse` made of it. */
  readonly parsed: unknown;
  /** The text of each member by its key; undefined in an array. */
  readonly texts: Map<string, string> | undefined;
  key: string | number;
  /** Where the value of the member begins; -1 before its colon. */
  from: number;
}

const endOfText = (json: string, from: number): number => {
  let at = from + 1;
  while (json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
};

const memberOf = ({ parsed, key }: Open): unknown =>
  typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, key)
    ? (parsed as Record<string | number, unknown>)[key]
    : undefined;

const endMember = (json: string, open: Open, at: number): void => {
  const { parsed, texts, key } = open;
  if (typeof key === 'number') open.key = key + 1;
  if (texts === undefined || typeof key === 'number' || open.from < 0) return;
  const text = json.slice(open.from, at).trim();
  const earlier = texts.get(key);
  open.from = -1;
  if (earlier === undefined) texts.set(key, text);
  else if (earlier !== text && typeof parsed === 'object' && parsed !== null)
    (parsed as Record<string, unknown>)[key] = CONTRADICTION;
};

/**
 * Reads the text a second time. Of a repeated object only the last one was parsed: anything marked in it on behalf of an earlier one
 * is hidden by the mark of the whole, or the two are the same.
 */
const mark = (json: string, root: unknown): unknown => {
  const open: Open[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const inner = open.at(-1);
    switch (json[at]) {
      case '"': {
        const end = endOfText(json, at);
        if (inner?.texts !== undefined && inner.from < 0) inner.key = JSON.parse(json.slice(at, end + 1));
        at = end;
        break;
      }
      case ':':
        if (inner !== undefined) inner.from = at + 1;
        break;
      case '{':
      case '[': {
        const isObject = json[at] === '{';
        const parsed = inner === undefined ? root : memberOf(inner);
        open.push({
          parsed,
          texts: isObject ? new Map() : undefined,
          key: isObject ? '' : 0,
          from: -1,
        });
        break;
      }
      case ',':
        if (inner !== undefined) endMember(json, inner, at);
        break;
      case '}':
      case ']':
        if (inner !== undefined) endMember(json, inner, at);
        open.pop();
        break;
      default:
    }
  }
  return root;
};

/**
 * What `JSON.parse` made of the text, with `CONTRADICTION` in place of what comes more than once and differs. A usual message is
 * recognised by its counts: as many colons behind quotes as members.
 */
export const withContradictions = (json: string, value: unknown): unknown =>
  typeof value !== 'object' || value === null || keysAtMost(json) === membersOf(value, 1)
    ? value
    : mark(json, value);
