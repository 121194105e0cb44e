import { jsonRequest } from '../request.ts';
import { markerOf, PLACES } from '../world.ts';
import { itemsOf, MATTER, type Maker, type SpecialRequests, someId } from './maker.ts';

/** A device without a history, whose aliases and wire settings may change. */
const madeDevice = async (read: Maker['read'], random: () => number): Promise<string | undefined> => {
  const made = itemsOf(await read('/api/v1/devices?status=active&limit=500'))
    .map(({ deviceId }) => String(deviceId))
    .filter((deviceId) => deviceId.startsWith('made-'));
  return made[Math.floor(random() * made.length)];
};

/** Devices, their readings, alarms, indices. */
export const DEVICES: SpecialRequests = {
  'POST /api/v1/devices': {
    make: ({ person, random }) =>
      jsonRequest('POST', '/api/v1/devices', {
        deviceId: someId(random, 'made'),
        name: `设备 ${markerOf(person.city)}`,
        modelId: 'air-station',
        location: PLACES[person.city],
        aliases: [{ standard: 'hj212', id: someId(random, 'MN') }],
        wireSettings: { password: '123456' },
      }),
  },
  'POST /api/v1/devices/{deviceId}/retirement': {
    async make({ random, read }) {
      const deviceId = await madeDevice(read, random);
      if (deviceId === undefined) return undefined;
      return jsonRequest('POST', `/api/v1/devices/${deviceId}/retirement`, { reason: '报废' });
    },
  },
  'POST /api/v1/devices/{deviceId}/aliases': {
    async make({ random, read }) {
      const deviceId = await madeDevice(read, random);
      const alias = { standard: 'sl651', id: String(Math.floor(random() * 1e10)).padStart(10, '0') };
      return deviceId === undefined
        ? undefined
        : jsonRequest('POST', `/api/v1/devices/${deviceId}/aliases`, alias);
    },
  },
  'POST /api/v1/devices/{deviceId}/aliases/removal': {
    async make({ random, read }) {
      const deviceId = await madeDevice(read, random);
      const device = (await read(`/api/v1/devices/${deviceId}`)) as { aliases?: unknown[] } | undefined;
      const alias = device?.aliases?.[0];
      return alias === undefined
        ? undefined
        : jsonRequest('POST', `/api/v1/devices/${deviceId}/aliases/removal`, alias);
    },
  },
  'POST /api/v1/devices/{deviceId}/requests': {
    async make({ random, read }) {
      const deviceId = await madeDevice(read, random);
      const body = { kind: 'readClock', standard: 'hj212' };
      return deviceId === undefined
        ? undefined
        : jsonRequest('POST', `/api/v1/devices/${deviceId}/requests`, body);
    },
  },
  'POST /api/v1/alarms/{alarmId}/escalation': {
    async make({ read, random }) {
      const alarms = itemsOf(await read('/api/v1/alarms?state=active&limit=50'));
      const alarm = alarms[Math.floor(random() * alarms.length)];
      const body = { severity: 'red', opinion: '升级' };
      return alarm && jsonRequest('POST', `/api/v1/alarms/${String(alarm.alarmId)}/escalation`, body);
    },
  },
  'POST /api/v1/alarm-rules/{ruleId}/retirement': {
    async make({ read, random }) {
      const rules = itemsOf(await read('/api/v1/alarm-rules?retired=false&limit=200')).filter(({ ruleId }) =>
        String(ruleId).startsWith('rule-'),
      );
      const rule = rules[Math.floor(random() * rules.length)];
      return (
        rule &&
        jsonRequest('POST', `/api/v1/alarm-rules/${String(rule.ruleId)}/retirement`, { reason: '作废' })
      );
    },
  },
  'POST /api/v1/indices/flood': {
    make: () =>
      jsonRequest('POST', '/api/v1/indices/flood', {
        observedAt: '2026-07-01T00:00:00Z',
        level: 2.5,
        datum: '1985-national',
        lines: {
          validFrom: '2026-01-01',
          datum: '1985-national',
          watch: 1,
          warning: 2,
          guarantee: 3,
          source: 'fuzz',
        },
      }),
  },
  'POST /api/v1/indices/rating-curve': {
    make: ({ random }) => {
      const points = Array.from({ length: 12 }, (_, n) => ({
        level: 1 + n * 0.2,
        flow: 10 + n ** 2 + random(),
      }));
      return jsonRequest('POST', '/api/v1/indices/rating-curve', { points, breaks: [], levels: [1.5] });
    },
  },
  'PUT /api/v1/devices/{deviceId}/water-lines': {
    make: ({ pools, person, random }) => {
      const deviceId = pools.pick(person.city, 'deviceId', random())?.id;
      if (deviceId === undefined) return undefined;
      const lines = {
        validFrom: '2026-01-01',
        datum: '1985-national',
        watch: 1,
        warning: 2,
        guarantee: 3,
        source: 'fuzz',
      };
      return jsonRequest('PUT', `/api/v1/devices/${deviceId}/water-lines`, lines);
    },
  },
  'POST /api/v1/device-families': {
    async make({ read }) {
      const [family] = itemsOf(await read('/api/v1/device-families'));
      const shown = await read(`/api/v1/device-families/${String(family?.family ?? family?.id ?? 'none')}`);
      return jsonRequest('POST', '/api/v1/device-families?dryRun=true', shown ?? {});
    },
  },
  'PUT /api/v1/alarm-rules/{ruleId}': {
    async make({ read, random, pools, person }) {
      const rule = itemsOf(await read('/api/v1/alarm-rules?kind=threshold&limit=20'))[0];
      if (rule === undefined) return undefined;
      const { retired: _r, publishedAt: _a, publishedBy: _b, ...definition } = rule;
      const ruleId = someId(random, 'rule');
      const deviceId = pools.pick(person.city, 'deviceId', random())?.id;
      pools.add(person.city, 'ruleId', ruleId);
      return jsonRequest('PUT', `/api/v1/alarm-rules/${ruleId}`, {
        ...definition,
        ruleId,
        ruleVersion: 1,
        name: `规则 ${markerOf(person.city)}`,
        deviceIds: deviceId === undefined ? null : [deviceId],
        matterCode: MATTER,
        modelId: 'air-station',
      });
    },
  },
  'POST /api/v1/alarm-rules/dry-run': {
    async make({ read, random, pools, person }) {
      const rule = itemsOf(await read('/api/v1/alarm-rules?kind=threshold&model=air-station&limit=20'))[0];
      const deviceId = pools.pick(person.city, 'deviceId', random())?.id;
      if (rule === undefined || deviceId === undefined) return undefined;
      const { retired: _r, publishedAt: _a, publishedBy: _b, ...definition } = rule;
      const body = {
        rule: { ...definition, matterCode: MATTER, deviceIds: [deviceId] },
        from: new Date(Date.now() - 3_600_000).toISOString(),
        to: new Date().toISOString(),
        scope: { devices: [deviceId] },
      };
      return jsonRequest('POST', '/api/v1/alarm-rules/dry-run', body);
    },
  },
  'POST /api/v1/alarm-silences': {
    make: ({ pools, person, random }) => {
      const deviceId = pools.pick(person.city, 'deviceId', random())?.id;
      return jsonRequest('POST', '/api/v1/alarm-silences', {
        scope: { deviceId },
        from: new Date(Date.now() - 1000).toISOString(),
        to: new Date(Date.now() + 3_600_000).toISOString(),
        reason: `检修 ${markerOf(person.city)}`,
      });
    },
  },
  'PUT /api/v1/alarm-policy': {
    async make({ read }) {
      const policy = (await read('/api/v1/alarm-policy')) as Record<string, unknown> | undefined;
      const { storm, source } = policy ?? {};
      return jsonRequest('PUT', '/api/v1/alarm-policy', { storm, source: source ?? 'fuzz' });
    },
  },
  'POST /api/v1/rejected/{rejectionId}/replay': {
    make({ pools, person, random }) {
      const rejection = pools.pick(person.city, 'rejectionId', random());
      if (rejection === undefined) return undefined;
      const observedAt = new Date(Date.now() - 5000 - Math.floor(random() * 1e6)).toISOString();
      const payload = JSON.stringify({ observedAt, values: { pm25: 30 } });
      return jsonRequest('POST', `/api/v1/rejected/${rejection.id}/replay`, { payload });
    },
  },
  'POST /api/v1/indices/water': {
    make: () =>
      jsonRequest('POST', '/api/v1/indices/water', {
        observedAt: '2026-03-01T00:00:00Z',
        values: { dissolvedOxygen: 7, ammoniaNitrogen: 0.2, ph: 7 },
      }),
  },
  'POST /api/v1/indices/noise': {
    make: () =>
      jsonRequest('POST', '/api/v1/indices/noise', {
        observedAt: '2026-03-01T04:00:00Z',
        samples: [{ dB: 55, seconds: 60 }],
        zone: '2',
      }),
  },
};
