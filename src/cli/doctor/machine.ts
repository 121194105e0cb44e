import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { WIRE_STANDARDS } from '../../../devices/wire/index.ts';
import { type Config, nearSettings, readConfig, wirePortSetting } from '../../config.ts';
import { isAlive } from '../../platform/embedded-postgres/index.ts';
import { probePort } from '../../platform/ports.ts';
import { OLDEST_NODE } from '../../platform/product-version.ts';
import { readServerNote } from '../../platform/running-server.ts';
import type { Finding } from './finding.ts';

export const checkSettings = (environment: NodeJS.ProcessEnv): readonly Finding[] => {
  const read = readConfig(environment);
  const findings: Finding[] = read.ok
    ? []
    : read.problems.map((sentence) => ({
        check: 'settings',
        state: 'bad',
        sentence,
        fix: 'unset it or correct it: .env.example lists every setting',
      }));
  for (const { name, meant } of nearSettings(environment))
    findings.push({
      check: 'settings',
      state: 'doubtful',
      sentence: `${name} is set, but there is no such setting`,
      fix: `if ${meant} is meant, set that`,
    });
  return findings.length > 0 ? findings : [{ check: 'settings', state: 'good', sentence: 'all are valid' }];
};

export const checkNode = (version: string): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  const good = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return good
    ? { check: 'node', state: 'good', sentence: `Node ${version}` }
    : {
        check: 'node',
        state: 'bad',
        sentence: `Node ${version} is older than ${OLDEST_NODE}`,
        fix: `install Node ${OLDEST_NODE} or later`,
      };
};

/** The folder, or if it does not exist yet, the one in which it will be created. */
const existing = async (folder: string): Promise<string> => {
  const path = resolve(folder);
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  return there || dirname(path) === path ? path : existing(dirname(path));
};

export const checkFolder = async (dataDir: string): Promise<Finding> => {
  const path = await existing(dataDir);
  const { mode, uid } = await stat(path);
  const isFolder = (await stat(path)).isDirectory();
  const writable = await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isFolder || !writable)
    return {
      check: 'folder',
      state: 'bad',
      sentence: `${path} is ${isFolder ? 'not writable for this user' : 'not a folder'}`,
      fix: 'give this user write permission there, or choose another folder with YIWANG_DATA_DIR',
    };
  if (path !== resolve(dataDir))
    return { check: 'folder', state: 'good', sentence: `${dataDir} will be created at the first start` };
  // Its group may pass through if PostgreSQL's user has its own folder inside.
  if ((mode & 0o067) !== 0 && uid === process.getuid?.())
    return {
      check: 'folder',
      state: 'doubtful',
      sentence: `${dataDir}, which contains keys and cases, is readable by users other than its owner`,
      fix: `chmod 700 ${dataDir}; a start also does that`,
    };
  return { check: 'folder', state: 'good', sentence: `${dataDir} is writable and not accessible to others` };
};

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

export const checkDisk = async (dataDir: string, least: number): Promise<Finding> => {
  const { bavail, bsize } = await statfs(await existing(dataDir));
  const free = bavail * bsize;
  const sentence = `${gigabytes(free)} are free; below ${gigabytes(least)} (YIWANG_MIN_FREE_DISK_BYTES) nothing is accepted`;
  const fix =
    'free some space, put YIWANG_DATA_DIR on a larger disk, or archive earlier (YIWANG_ARCHIVE_AFTER_DAYS)';
  if (free < least) return { check: 'disk', state: 'bad', sentence, fix };
  if (free < 2 * least) return { check: 'disk', state: 'doubtful', sentence, fix };
  return { check: 'disk', state: 'good', sentence };
};

const PORTS = ['YIWANG_HTTP_PORT', 'YIWANG_MQTT_PORT', ...WIRE_STANDARDS.map(wirePortSetting)] as const;

export const checkPorts = async (config: Config): Promise<readonly Finding[]> => {
  const server = await readServerNote(config.YIWANG_DATA_DIR);
  const ours =
    server !== undefined && isAlive(server.pid)
      ? Object.values(server.listens).map((address) => Number(new URL(address).port))
      : [];
  const findings: Finding[] = [];
  for (const setting of PORTS) {
    const port = config[setting];
    if (port === undefined || port === 0) continue;
    if (ours.includes(port))
      findings.push({
        check: 'ports',
        state: 'good',
        sentence: `${port} (${setting}) is used by the running server`,
      });
    else if ((await probePort(port)) === undefined)
      findings.push({
        check: 'ports',
        state: 'bad',
        sentence: `${port} (${setting}) is in use or may not be opened`,
        fix: `stop the process that listens there, or choose another port with ${setting}`,
      });
    else findings.push({ check: 'ports', state: 'good', sentence: `${port} (${setting}) is free` });
  }
  return findings;
};
