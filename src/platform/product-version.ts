import { readFileSync } from 'node:fs';

const { version, engines } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string; engines: { node: string } };

/** As `package.json` says. */
export const PRODUCT_VERSION = version;

/** Oldest release of Node that runs the product: `20.19`. */
export const OLDEST_NODE = engines.node.replace(/^>=/, '');
