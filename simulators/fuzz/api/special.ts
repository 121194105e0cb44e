import type { Pools } from './pools.ts';
import { type FuzzRequest, jsonRequest } from './request.ts';
import { type City, FUZZ_PASSWORD, markerOf, type Person, PLACES, type World } from './world.ts';

/** What the document alone does not tell: headers of a protocol, files, bodies whose parts must agree. */
export interface SpecialRequest {
  readonly roles?: readonly string[];
  /** Whoever asks; instead of the worker's person. */
  readonly asks?: (world: World, person: Person) => Promise<Person>;
  readonly make: (maker: Maker) => Promise<FuzzRequest | undefined> | FuzzRequest | undefined;
}

export interface Maker {
  readonly world: World;
  readonly pools: Pools;
  readonly person: Person;
  readonly random: () => number;
  /** Reads as the person; undefined when that is not answered with 200. */
  readonly read: (path: string) => Promise<unknown>;
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** The picture with something of its own behind its end, so that each is another file. */
const picture = (random: () => number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat([PNG, Buffer.from(String(random()))]));

const MATTER = 'event-S1-01';
const TUS = { 'tus-resumable': '1.0.0' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const sheet = (path: string, csv: string): FuzzRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'text/csv' },
  body: csv,
});

const square = (city: City, random: () => number) => {
  const lon = PLACES[city].lon + random() * 0.02;
  const lat = PLACES[city].lat + random() * 0.02;
  const ring = [
    [lon, lat],
    [lon + 0.001, lat],
    [lon + 0.001, lat + 0.001],
    [lon, lat + 0.001],
    [lon, lat],
  ];
  return { type: 'Polygon', coordinates: [ring] };
};

const someId = (random: () => number, prefix: string): string => `${prefix}-${Math.floor(random() * 1e9)}`;

const itemsOf = (answer: unknown): Record<string, unknown>[] =>
  ((answer as { items?: Record<string, unknown>[] } | undefined)?.items ?? []) as Record<string, unknown>[];

/** A change of rights that somebody else asked for. */
const decideChange = async (
  { read, person, random }: Maker,
  how: 'approval' | 'refusal',
): Promise<FuzzRequest | undefined> => {
  const waiting = itemsOf(await read('/api/v1/rights-changes')).filter(
    ({ requestedBy }) => requestedBy !== person.userId,
  );
  const one = waiting[Math.floor(random() * waiting.length)];
  if (one === undefined) return undefined;
  const path = `/api/v1/users/${String(one.userId)}/rights-changes/${String(one.requestId)}/${how}`;
  return jsonRequest('POST', path, { reason: '核对' });
};

/** A device without a history, whose aliases and wire settings may change. */
const madeDevice = async (read: Maker['read'], random: () => number): Promise<string | undefined> => {
  const made = itemsOf(await read('/api/v1/devices?status=active&limit=500'))
    .map(({ deviceId }) => String(deviceId))
    .filter((deviceId) => deviceId.startsWith('made-'));
  return made[Math.floor(random() * made.length)];
};

const COUNTIES: Readonly<Record<City, string>> = { '1401': '140106', '1402': '140213' };

/** The county at the place of a city, by which components are numbered. */
const countyOf = async (read: Maker['read'], city: City): Promise<string> => {
  const { lon, lat } = PLACES[city];
  const answer = (await read(`/api/v1/locate?lon=${lon}&lat=${lat}`)) as
    | { division?: { code?: string }; divisionCode?: string }
    | undefined;
  const code = answer?.division?.code ?? answer?.divisionCode ?? '';
  return code.length >= 6 ? code.slice(0, 6) : COUNTIES[city];
};

const componentId = (county: string, random: () => number): string =>
  `${county}01037${String(Math.floor(random() * 1e6)).padStart(6, '0')}`;

const guineaOf = (world: World, { city }: Person): Promise<Person> => world.addGuinea(city);

const signedInGuinea = async (world: World, person: Person): Promise<Person> => {
  const guinea = await guineaOf(world, person);
  await world.signIn(guinea);
  return guinea;
};

export const SPECIAL: Readonly<Record<string, SpecialRequest>> = {
  'POST /api/v1/session': {
    make: ({ person }) =>
      jsonRequest('POST', '/api/v1/session', { name: person.name, password: FUZZ_PASSWORD }),
  },
  'DELETE /api/v1/session': {
    asks: signedInGuinea,
    make: () => ({ method: 'DELETE', path: '/api/v1/session' }),
  },
  'PUT /api/v1/session/password': {
    asks: signedInGuinea,
    make: ({ random }) =>
      jsonRequest('PUT', '/api/v1/session/password', {
        currentPassword: FUZZ_PASSWORD,
        newPassword: `Another-river-${Math.floor(random() * 1e9)}`,
      }),
  },
  'POST /api/v1/users': {
    make: ({ person, random }) =>
      jsonRequest('POST', '/api/v1/users', {
        loginName: someId(random, 'made').toLowerCase(),
        displayName: `新人 ${markerOf(person.city)}`,
        password: FUZZ_PASSWORD,
        homeDivision: person.city,
      }),
  },
  'POST /api/v1/users/{userId}/assignments': {
    async make({ world, person }) {
      const { userId } = await guineaOf(world, person);
      await world.server.engine.waitFor(await world.server.core.store.head());
      const body = { role: 'gridWorker', divisionCode: `${person.city}06`, departmentId: null };
      return jsonRequest('POST', `/api/v1/users/${userId}/assignments`, body);
    },
  },
  'DELETE /api/v1/users/{userId}/assignments/{assignmentId}': {
    async make({ world, person, read }) {
      const { userId } = await guineaOf(world, person);
      await world.server.engine.waitFor(await world.server.core.store.head());
      const user = (await read(`/api/v1/users/${userId}`)) as
        | { assignments?: { assignmentId: string }[] }
        | undefined;
      const assignmentId = user?.assignments?.[0]?.assignmentId ?? 'none';
      return { method: 'DELETE', path: `/api/v1/users/${userId}/assignments/${assignmentId}` };
    },
  },
  'POST /api/v1/users/{userId}/disabling': {
    async make({ world, person }) {
      const { userId } = await guineaOf(world, person);
      await world.server.engine.waitFor(await world.server.core.store.head());
      return jsonRequest('POST', `/api/v1/users/${userId}/disabling`, { reason: '离职' });
    },
  },
  'PUT /api/v1/departments/{departmentId}': {
    make: ({ person, random }) =>
      jsonRequest('PUT', `/api/v1/departments/${someId(random, 'dep')}`, {
        name: '园林局',
        divisionCode: person.city,
        bodies: [],
      }),
  },
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
  'POST /api/v1/cases/{caseId}/link': {
    make({ pools, person, random }) {
      const [one, other] = [
        pools.pick(person.city, 'caseId', random()),
        pools.pick(person.city, 'caseId', random()),
      ];
      if (one === undefined || other === undefined) return undefined;
      const body = { parentId: other.id, kind: random() < 0.5 ? 'duplicate' : 'child', reason: '重复' };
      return jsonRequest('POST', `/api/v1/cases/${one.id}/link`, body);
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
  'GET /api/v1/cases/{caseId}/attachments/{digest}': { make: (maker) => attachmentOf(maker, 'attachments') },
  'GET /api/v1/cases/{caseId}/photos/{digest}': { make: (maker) => attachmentOf(maker, 'photos') },
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
  'PUT /api/v1/dispatch-rules': {
    async make({ read }) {
      const rules = (await read('/api/v1/dispatch-rules')) as Record<string, unknown> | undefined;
      if (rules === undefined) return undefined;
      const { name, source } = rules;
      return jsonRequest('PUT', '/api/v1/dispatch-rules', { name, source, rules: rules.rules ?? [] });
    },
  },
  'POST /api/v1/cases': {
    roles: ['gridWorker', 'acceptor'],
    make: ({ person, random }) => {
      const { lon, lat } = PLACES[person.city];
      return jsonRequest('POST', '/api/v1/cases', {
        source: person.role === 'acceptor' ? 'hotline12345' : 'gridWorker',
        description: `井盖缺失 ${markerOf(person.city)} ${Math.floor(random() * 1e6)}`,
        location: { lon: lon + random() * 0.02, lat: lat + random() * 0.02 },
        matterCode: MATTER,
        ...(random() < 0.3 ? { petitioner: { name: '王五', phone: '13800138000' } } : {}),
      });
    },
  },
  'POST /api/v1/attachments': {
    make: ({ random }) => {
      const form = new FormData();
      form.append('photo', new Blob([picture(random)], { type: 'image/png' }), 'p.png');
      return { method: 'POST', path: '/api/v1/attachments', body: form };
    },
  },
  'OPTIONS /api/v1/uploads': { make: () => ({ method: 'OPTIONS', path: '/api/v1/uploads' }) },
  'POST /api/v1/uploads': {
    make: ({ random }) => ({
      method: 'POST',
      path: '/api/v1/uploads',
      headers: {
        ...TUS,
        'upload-length': String(20 + Math.floor(random() * 20)),
        'upload-metadata': `filename ${base64('a.png')},filetype ${base64('image/png')}`,
      },
    }),
  },
  'PATCH /api/v1/uploads/{uploadId}': {
    async make({ world, person }) {
      const begun = await fetch(`${world.baseUrl}/api/v1/uploads`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${person.token}`,
          ...TUS,
          'upload-length': '20',
          'upload-metadata': `filename ${base64('a.png')},filetype ${base64('image/png')}`,
        },
      });
      const path = begun.headers.get('location');
      if (path === null) return undefined;
      return {
        method: 'PATCH',
        path,
        headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
        body: new Uint8Array(5),
      };
    },
  },
  'POST /api/v1/notifications/{notificationId}/acknowledgement': {
    async make({ read, random }) {
      const told = itemsOf(await read('/api/v1/notifications?limit=20'));
      const one = told[Math.floor(random() * told.length)];
      if (one === undefined) return undefined;
      return { method: 'POST', path: `/api/v1/notifications/${String(one.notificationId)}/acknowledgement` };
    },
  },
  'POST /api/v1/users/{userId}/rights-changes/{requestId}/approval': {
    make: (maker) => decideChange(maker, 'approval'),
  },
  'POST /api/v1/users/{userId}/rights-changes/{requestId}/refusal': {
    make: (maker) => decideChange(maker, 'refusal'),
  },
  'POST /api/v1/cases/{caseId}/self-handling-audit': {
    roles: ['acceptor'],
    async make({ world, person, random }) {
      const worker = world.people
        .flat()
        .find(
          ({ role, city, isProvincial }) => role === 'gridWorker' && city === person.city && !isProvincial,
        )!;
      const form = new FormData();
      const report = {
        description: '小广告',
        location: PLACES[person.city],
        selfHandling: { result: '已清理' },
      };
      form.append('report', JSON.stringify(report));
      for (const field of ['photo', 'photoAfter'])
        form.append(field, new Blob([picture(random)], { type: 'image/png' }), 'p.png');
      const response = await fetch(`${world.baseUrl}/api/v1/cases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${worker.token}` },
        body: form,
      });
      const { caseId } = (await response.json()) as { caseId?: string };
      if (caseId === undefined) return undefined;
      const body = { opinion: '同意', approved: random() < 0.5 };
      return jsonRequest('POST', `/api/v1/cases/${caseId}/self-handling-audit`, body);
    },
  },
  'GET /api/v1/uploads/{uploadId}': {
    make: ({ pools, person, random }) => {
      const upload = pools.pick(person.userId, 'uploadId', random());
      if (upload === undefined) return undefined;
      return { method: 'GET', path: `/api/v1/uploads/${upload.id}`, headers: TUS };
    },
  },
  'DELETE /api/v1/uploads/{uploadId}': {
    make: ({ pools, person, random }) => {
      const upload = pools.pick(person.userId, 'uploadId', random());
      if (upload === undefined) return undefined;
      return { method: 'DELETE', path: `/api/v1/uploads/${upload.id}`, headers: TUS };
    },
  },
  'POST /api/v1/webhooks': {
    make: ({ person, random }) =>
      jsonRequest('POST', '/api/v1/webhooks', {
        name: someId(random, `推送 ${markerOf(person.city)}`),
        url: 'http://127.0.0.1:9/nowhere',
        divisionCode: person.city,
      }),
  },
  'POST /api/v1/grids/import': {
    make({ person, random }) {
      const properties = {
        code: someId(random, 'G').toUpperCase(),
        name: `网格 ${markerOf(person.city)}`,
        divisionCode: person.city,
      };
      const feature = { type: 'Feature', properties, geometry: square(person.city, random) };
      return jsonRequest('POST', '/api/v1/grids/import?dryRun=false', {
        type: 'FeatureCollection',
        features: [feature],
      });
    },
  },
  'POST /api/v1/filing-standards/import': {
    async make({ world, person }) {
      const template = await templateOf(world, person, 'filing-standard');
      const query = 'standardId=fuzz&name=F&codeSetId=gbt-30428-2-2013&source=fuzz&dryRun=true';
      return sheet(`/api/v1/filing-standards/import?${query}`, template);
    },
  },
  'POST /api/v1/code-sets/import': {
    async make({ world, person }) {
      const template = await templateOf(world, person, 'code-set');
      return sheet(
        '/api/v1/code-sets/import?codeSetId=fuzz-2026&standard=DB14&source=fuzz&dryRun=true',
        template,
      );
    },
  },
  'POST /api/v1/components/import': {
    async make({ world, person }) {
      const template = await templateOf(world, person, 'component');
      return sheet('/api/v1/components/import?dryRun=true', template);
    },
  },
  'POST /api/v1/components': {
    async make({ read, person, random }) {
      const county = await countyOf(read, person.city);
      return jsonRequest('POST', '/api/v1/components', {
        componentId: componentId(county, random),
        name: '路灯',
        bodies: { inCharge: { name: `城管 ${markerOf(person.city)}` } },
        location: { ...PLACES[person.city], address: '大街' },
      });
    },
  },
  'POST /api/v1/components/{componentId}/moves': {
    make: ({ pools, person, random }) => {
      const component = pools.pick(person.city, 'componentId', random());
      if (component === undefined) return undefined;
      const location = { ...PLACES[person.city], lon: PLACES[person.city].lon + random() * 0.001 };
      return jsonRequest('POST', `/api/v1/components/${component.id}/moves`, { location });
    },
  },
  'POST /api/v1/dispatch-suggestions': {
    make: ({ person }) =>
      jsonRequest('POST', '/api/v1/dispatch-suggestions', {
        point: PLACES[person.city],
        matterCode: MATTER,
      }),
  },
  'POST /api/v1/dispatch-rules/dry-run': {
    make: ({ pools, person, random }) => {
      const caseId = pools.pick(person.city, 'caseId', random())?.id;
      return jsonRequest('POST', '/api/v1/dispatch-rules/dry-run', { caseId });
    },
  },
  'GET /api/v1/import-templates/{name}': {
    make: () => ({ method: 'GET', path: '/api/v1/import-templates/component' }),
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
  'PUT /api/v1/notification-preferences': {
    make: () => jsonRequest('PUT', '/api/v1/notification-preferences', { quietHours: null, muted: [] }),
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

/** A picture that hangs on a case of one's own. */
const attachmentOf = async (
  { world, person, random, read }: Maker,
  kind: string,
): Promise<FuzzRequest | undefined> => {
  const form = new FormData();
  form.append('report', JSON.stringify({ description: '照片', location: PLACES[person.city] }));
  form.append('photo', new Blob([picture(random)], { type: 'image/png' }), 'p.png');
  const response = await fetch(`${world.baseUrl}/api/v1/cases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}` },
    body: form,
  });
  const { caseId } = (await response.json()) as { caseId?: string };
  if (caseId === undefined) return undefined;
  const [attachment] = itemsOf(await read(`/api/v1/cases/${caseId}/attachments`));
  const id = attachment?.attachmentId ?? attachment?.digest;
  return id === undefined
    ? undefined
    : { method: 'GET', path: `/api/v1/cases/${caseId}/${kind}/${String(id)}` };
};

const templates = new Map<string, string>();
/** A template as the product hands it out, which it must take back. */
const templateOf = async (world: World, person: Person, name: string): Promise<string> => {
  const known = templates.get(name);
  if (known !== undefined) return known;
  const response = await fetch(`${world.baseUrl}/api/v1/import-templates/${name}`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const text = await response.text();
  templates.set(name, text);
  return text;
};
