/** A reference within a JSON document: a JSON Pointer in URI fragment form (RFC 6901, section 6). */
export const fragmentOf = (...path: readonly string[]): string =>
  `#${path.map((name) => `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;
