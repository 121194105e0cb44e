import { OLDEST_NODE } from '../platform/product-version.ts';
import type { Finding } from './finding.ts';

export const checkNode = (version: string): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  const good = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return good
    ? { check: 'node', state: 'good', sentence: { zh: `Node ${version}`, en: `Node ${version}` } }
    : {
        check: 'node',
        state: 'bad',
        sentence: {
          zh: `Node ${version} 低于 ${OLDEST_NODE}`,
          en: `Node ${version} is older than ${OLDEST_NODE}`,
        },
        fix: { zh: `请安装 Node ${OLDEST_NODE} 或更高版本`, en: `install Node ${OLDEST_NODE} or later` },
      };
};
