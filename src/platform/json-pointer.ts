/** Where something is in a JSON document, as a reference within it: a JSON Pointer in its form for URIs (RFC 6901, section 6). */
export const fragmentOf = (...path: readonly string[]): string =>
  `#${path.map((name) => `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;
