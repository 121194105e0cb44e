import type { Answer } from './api-client.ts';
import { type Product, startProduct, YINGZE } from './product.ts';

const MINUTE = 60_000;
/** 10:00 in Shanghai. */
const START = Date.parse('2026-06-01T02:00:00.000Z');
/** In Datong, another city than YINGZE's. */
const DATONG = { lon: 113.3, lat: 40.08 };

/** ISO 8601 UTC, minutes after the start. */
export const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();

export type AlarmPerson = 'admin' | 'manager' | 'datong' | 'dispatcher' | 'worker';

/** A product on a stepped clock, with noise meters in two cities and the people who manage and read alarms there. */
export interface AlarmPeople {
  readonly product: Product;
  /** Now, ms since 1970. */
  now(): number;
  /** Steps the clock by a minute. */
  passMinute(): void;
  call(
    who: AlarmPerson,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  list(who: AlarmPerson, path: string): Promise<Answer['body']['items']>;
}

export const noiseRule = (changes: Record<string, unknown> = {}) => ({
  name: '夜间噪声偏高',
  modelId: 'noise-meter',
  deviceIds: null,
  condition: {
    kind: 'threshold',
    indicator: 'leq',
    direction: 'above',
    raiseAt: 55,
    clearAt: 50,
    forSeconds: 0,
  },
  severity: 'yellow',
  caseScope: 'none',
  matterCode: null,
  source: 'GB 3096—2008 表 1',
  ...changes,
});

export const startAlarmPeople = async (): Promise<AlarmPeople> => {
  let now = START;
  const product = await startProduct({ YIWANG_SESSION_HOURS: '100000' }, { now: () => now });
  const tokens: Readonly<Record<AlarmPerson, string>> = {
    admin: await product.signIn('administrator'),
    manager: await product.signIn('deviceManager', '140106'),
    datong: await product.signIn('deviceManager', '1402'),
    dispatcher: await product.signIn('dispatcher', '1401'),
    worker: await product.signIn('gridWorker', '140106'),
  };
  await product.addDevice('noise-yingze', 'noise-meter', YINGZE);
  await product.addDevice('noise-datong', 'noise-meter', DATONG);
  await product.addDevice('air-yingze', 'air-station', YINGZE);
  await product.settle();
  const call: AlarmPeople['call'] = (who, method, path, body, headers = {}) =>
    product.call(tokens[who], method, `/api/v1${path}`, body, headers);
  return {
    product,
    now: () => now,
    passMinute() {
      now += MINUTE;
    },
    call,
    list: async (who, path) => (await call(who, 'GET', path)).body.items,
  };
};
