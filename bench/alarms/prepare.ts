import { readFile } from 'node:fs/promises';
import type { AppendRequest } from '../../src/event-store/event-store.ts';
import { derivedId } from '../../src/platform/ids.ts';
import { deviceStream, hashSecret } from '../../src/sensing/index.ts';
import { SECRET } from '../harness.ts';
import { deviceId, gridOf, MODEL, RULES } from './plan.ts';

const COUNTIES = (
  await readFile(new URL('../../data/divisions/shanxi-divisions.csv', import.meta.url), 'utf8')
)
  .split('\n')
  .filter((line) => line.includes(',county,'))
  .map((line) => line.slice(0, line.indexOf(',')));

const request = (stream: string, type: string, data: object): AppendRequest => ({
  stream,
  expected: 'any',
  events: [{ id: derivedId('bench', stream, type), type, schemaVersion: 1, data, meta: { actor: 'system' } }],
});

/** Model, rules and devices, and adjacent grids of a county. */
export const definitions = (devices: number, secretKey: Buffer): AppendRequest[] => {
  const secretHash = hashSecret(secretKey, SECRET);
  return [
    request(`model-${MODEL.modelId}`, 'DeviceModelPublished', MODEL),
    ...RULES.map((rule) => request(`rule-${rule.ruleId}`, 'AlarmRulePublished', rule)),
    ...Array.from({ length: devices }, (_, n) => {
      const divisionCode = COUNTIES[gridOf(n) % COUNTIES.length]!;
      return request(deviceStream(deviceId(n)), 'DeviceRegistered', {
        deviceId: deviceId(n),
        name: deviceId(n),
        modelId: MODEL.modelId,
        location: { lon: 112.58, lat: 37.86 },
        divisionCode,
        gridCode: `${divisionCode}G${String(gridOf(n)).padStart(4, '0')}`,
        departmentId: null,
        secretHash,
        reportIntervalSeconds: 1,
        synthetic: true,
      });
    }),
  ];
};
