import { expect } from 'vitest';
import { ROLES } from '../identity/index.ts';
import type { Answer } from './api-client.ts';
import { PASSWORD, type Product, startProduct } from './product.ts';

/** Two cities with objects of every kind; people of 1402 (大同) must not reach objects of 1401 (太原). */
export const OWN = '1402';
export const FOREIGN = '1401';
export const IN_TAIYUAN = { lon: 112.58, lat: 37.86 };
export const IN_DATONG = { lon: 113.3, lat: 40.08 };
export const PHONE = '13912345678';
/** A lamp in 迎泽区, and one that does not exist. */
const [COMPONENT, NO_COMPONENT] = ['14010601037000001', '14010601037009999'];
const NOW = Date.now();
export const DAY = { from: new Date(NOW).toISOString(), to: new Date(NOW + 86_400_000).toISOString() };
/** Ids of nothing where they must have a form. */
export const UNKNOWN_IDS: Readonly<Record<string, string>> = { componentId: NO_COMPONENT };

export const square = (code: string, divisionCode: string, { lon, lat }: { lon: number; lat: number }) => ({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code, name: code, divisionCode },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [lon - 0.005, lat - 0.005],
            [lon + 0.005, lat - 0.005],
            [lon + 0.005, lat + 0.005],
            [lon - 0.005, lat + 0.005],
            [lon - 0.005, lat - 0.005],
          ],
        ],
      },
    },
  ],
});

export const device = (deviceId: string, location: { lon: number; lat: number }, more = {}) => ({
  deviceId,
  name: deviceId,
  modelId: 'air-station',
  location,
  ...more,
});
export const rule = (deviceIds: string[] | null) => ({
  name: 'PM2.5',
  modelId: 'air-station',
  deviceIds,
  condition: {
    kind: 'threshold',
    indicator: 'pm25',
    direction: 'above',
    raiseAt: 400,
    clearAt: 350,
    forSeconds: 0,
  },
  severity: 'yellow',
  caseScope: 'none',
  matterCode: null,
  source: '检查',
});

/** The answer without what differs by the id that was asked for. */
export const plain = (body: unknown, ids: Record<string, string>): unknown => {
  let text = JSON.stringify(body);
  for (const id of [...Object.values(ids), ...Object.values(UNKNOWN_IDS)])
    text = text.replaceAll(id, 'nowhere');
  return JSON.parse(text);
};

type Request = [
  token: string | undefined,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
];

export interface TwoCities {
  readonly product: Product;
  /** An administrator of the whole province. */
  readonly province: string;
  /** Gives rights in the whole province. */
  readonly security: string;
  /** Tokens of 1402, one per role. */
  readonly tokens: ReadonlyMap<string, string>;
  /** Of 1401: ids by the name of the path parameter. */
  readonly foreign: Readonly<Record<string, string>>;
  call(...request: Request): Promise<Answer>;
  /** A call that has to succeed; returns its body. */
  must(...request: Request): Promise<Answer['body']>;
  signInAs(loginName: string): Promise<string>;
}

export const startTwoCities = async (): Promise<TwoCities> => {
  const product = await startProduct();
  const tokens = new Map<string, string>();
  const call: TwoCities['call'] = (token, method, path, body, headers) =>
    product.call(token, method, `/api/v1${path}`, body, headers);
  const must: TwoCities['must'] = async (...request) => {
    const answer = await call(...request);
    expect(answer.status, `${request[1]} ${request[2]} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    return answer.body;
  };
  const personOf = async (role: string, division: string) => {
    const department = ['departmentManager', 'handler'].includes(role) ? 'dep-none' : undefined;
    await product.addUser(`${role.toLowerCase()}.${division}`, role as never, division, department);
  };
  const signInAs = async (loginName: string) =>
    (await must(undefined, 'POST', '/session', { name: loginName, password: PASSWORD })).token as string;

  const province = await product.signIn('administrator');
  const security = await product.signIn('securityAdministrator');
  for (const role of ROLES) {
    await personOf(role, OWN);
    tokens.set(role, await signInAs(`${role.toLowerCase()}.${OWN}`));
  }
  await personOf('administrator', FOREIGN);
  await personOf('gridWorker', FOREIGN);
  await personOf('securityAdministrator', FOREIGN);
  await personOf('acceptor', FOREIGN);
  const administrator = await signInAs(`administrator.${FOREIGN}`);
  const worker = await signInAs(`gridworker.${FOREIGN}`);

  await must(administrator, 'PUT', '/departments/dep-foreign', { name: '部门', divisionCode: FOREIGN });
  await must(province, 'POST', '/grids/import', square('G-FOREIGN', FOREIGN, IN_TAIYUAN));
  await must(administrator, 'POST', '/devices', device('air-foreign', IN_TAIYUAN));
  const loud = await must(administrator, 'POST', '/devices', device('air-loud', IN_TAIYUAN));
  await must(province, 'POST', '/devices', device('air-own', IN_DATONG));
  await must(administrator, 'POST', '/components', {
    componentId: COMPONENT,
    name: '路灯',
    bodies: { inCharge: { name: '城市管理局' }, owner: { name: '市政公用中心' } },
    location: IN_TAIYUAN,
  });
  await must(province, 'PUT', '/alarm-rules/rule-foreign', rule(['air-foreign', 'air-loud']));
  const silence = await must(administrator, 'POST', '/alarm-silences', {
    scope: { deviceId: 'air-foreign' },
    ...DAY,
    reason: '检修',
  });
  const petitioner = { name: '李四光', phone: PHONE };
  const report = { description: '井盖缺失', location: IN_TAIYUAN, petitioner };
  const filed = await must(worker, 'POST', '/cases', report);
  const acceptor = await signInAs(`acceptor.${FOREIGN}`);
  const { handoverId } = await must(acceptor, 'POST', '/shift-handovers', { role: 'acceptor' });
  const users = await must(province, 'GET', '/users');
  const leader = (
    users.items as { userId: string; loginName: string; assignments: { assignmentId: string }[] }[]
  ).find(({ loginName }) => loginName === `gridworker.${FOREIGN}`)!;
  const webhook = await must(administrator, 'POST', '/webhooks', {
    name: 'w',
    url: 'https://example.com/hook',
    divisionCode: FOREIGN,
  });
  // Nothing is sent anywhere: the delivery waits.
  await must(administrator, 'POST', `/webhooks/${webhook.webhookId}/pause`);
  const { deliveryId } = await must(administrator, 'POST', `/webhooks/${webhook.webhookId}/ping`);
  // A change of rights that waits for a second person.
  const { accounts } = product.server.core;
  const wanted = { role: 'acceptor', divisionCode: FOREIGN, departmentId: null } as const;
  const asked = await accounts.requestAssignment(leader.userId, wanted, { actor: 'user:somebody' });
  if (!asked.ok || asked.state.status === 'unknown') throw new Error('the change was not asked for');
  // An alarm, a dead letter of the foreign device, and one of nobody known.
  const secret = (await must(province, 'POST', '/devices/air-foreign/secret', {})).secret as string;
  const client = await product.connect('air-foreign', secret);
  await client.publishAsync('yw/v1/air-foreign/telemetry', 'no json', { qos: 1 });
  await client.endAsync();
  const speaker = await product.connect('air-loud', loud.secret as string);
  const reading = { observedAt: new Date().toISOString(), values: { pm25: 450 } };
  await speaker.publishAsync('yw/v1/air-loud/telemetry', JSON.stringify(reading), { qos: 1 });
  await speaker.endAsync();
  await product.settle();
  const alarms = await must(province, 'GET', '/alarms?device=air-loud');
  const rejected = await must(province, 'GET', '/rejected?device=air-foreign');
  const foreign = {
    caseId: filed.caseId as string,
    deviceId: 'air-foreign',
    ruleId: 'rule-foreign',
    silenceId: silence.silenceId as string,
    departmentId: 'dep-foreign',
    gridCode: 'G-FOREIGN',
    userId: leader.userId,
    assignmentId: leader.assignments[0]!.assignmentId,
    webhookId: webhook.webhookId as string,
    deliveryId: deliveryId as string,
    handoverId: handoverId as string,
    componentId: COMPONENT,
    alarmId: (alarms.items as { alarmId: string }[])[0]!.alarmId,
    requestId: asked.state.pendingChanges[0]!.requestId,
    rejectionId: (rejected.items as { rejectionId: string }[])[0]!.rejectionId,
  };
  return { product, province, security, tokens, foreign, call, must, signInAs };
};
