import { readFileSync } from 'node:fs';

const { version, engines } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string; engines: { node: string } };

/** From `package.json`. */
export const PRODUCT_VERSION = version;

/** Oldest supported release of Node: `20.19`. */
export const OLDEST_NODE = engines.node.replace(/^>=/, '');
