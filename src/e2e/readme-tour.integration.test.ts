import { spawn, spawnSync } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { removeDataFolder } from '../platform/embedded-postgres/index.ts';
import { freePort } from '../platform/ports.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const hasMosquitto = spawnSync('mosquitto_pub', ['--help']).error === undefined;

/** The tours of the README and of docs/families.md as printed, one after the other, except for the installation, on other ports, with the file elsewhere and a shorter simulation. */
const readTour = async (httpPort: number, mqttPort: number, folder: string): Promise<string> => {
  const tour = async (file: string, heading: string): Promise<string> =>
    (await readFile(join(ROOT, file), 'utf8')).split(heading)[1]!.split('```sh\n')[1]!.split('```')[0]!;
  const tours = [
    await tour('README.md', '## Five minutes'),
    await tour('docs/families.md', '## Ten minutes'),
  ];
  expect(tours[0]).toContain('npm ci\n');
  return tours
    .join('')
    .replace('npm ci\n', 'set -e\n')
    .replaceAll('elevator.json', join(folder, 'elevator.json'))
    .replace('--minutes 0.5', '--minutes 0.1')
    .replaceAll('localhost:3000', `localhost:${httpPort}`)
    .replaceAll('mosquitto_pub ', `mosquitto_pub -p ${mqttPort} `);
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

it.skipIf(!hasMosquitto)(
  'the tours work as printed, from the start to a new kind of device (needs mosquitto_pub, Debian: mosquitto-clients)',
  async () => {
    const [httpPort, mqttPort] = [await freePort(), await freePort()];
    const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-tour-'));
    // A separate process group, so that the server that the tour leaves running can be ended with it.
    const tour = spawn('bash', ['-c', await readTour(httpPort, mqttPort, dataDir)], {
      cwd: ROOT,
      detached: true,
      env: {
        ...process.env,
        YIWANG_DATA_DIR: dataDir,
        YIWANG_HTTP_PORT: String(httpPort),
        YIWANG_MQTT_PORT: String(mqttPort),
      },
    });
    let output = '';
    for (const stream of [tour.stdout, tour.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    try {
      const code = await new Promise((resolve) => tour.once('exit', resolve));
      expect(code, output).toBe(0);
      expect(output).toMatch(/"deviceId":"air-1".*"pm25":\{"value":155/);
      expect(output).toMatch(/"items":\[\{"caseId".*"stage":"reported".*"description":"PM2\.5 浓度超标/);
      expect(output).toContain('"part":"deviceFamily","id":"elevator","change":"added","version":1');
      expect(output).toContain('"part":"deviceFamily","id":"elevator","change":"unchanged","version":1');
      expect(output).toMatch(/"items":\[\{"alarmId".*"ruleId":"elevator-trapped"/);
      expect(output).toMatch(/"items":\[\{"caseId".*"matterCode":"event-DT-01"/);
      expect(output).toContain('Nothing that was acknowledged is missing, and nothing is doubled.');
    } finally {
      process.kill(-tour.pid!, 'SIGTERM');
      // The server stops its database and lets go of the folder.
      await expect
        .poll(() => isThere(join(dataDir, 'postgres', 'owner.lock')), { timeout: 20_000 })
        .toBe(false);
      await removeDataFolder(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    }
  },
  240_000,
);
