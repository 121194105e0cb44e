import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { createCommandHandler } from '../../../src/commands/command-handler.ts';
import {
  departmentDecider,
  departmentStream,
  ROLES,
  type Role,
  userIdOf,
} from '../../../src/identity/index.ts';
import type { RunningServer } from '../../../src/server/start-server.ts';
import type { Pools } from './pools.ts';
import { jsonRequest, parseJson, sendRequest } from './request.ts';

/** Two cities that must not see each other's data. */
export const CITIES = ['1401', '1402'] as const;
export type City = (typeof CITIES)[number];

/** Where the objects of each city are: 迎泽区 of Taiyuan, 平城区 of Datong. */
export const PLACES: Readonly<Record<City, { readonly lon: number; readonly lat: number }>> = {
  '1401': { lon: 112.58, lat: 37.86 },
  '1402': { lon: 113.3, lat: 40.08 },
};

/** Appears in data that belong to one city: if the other city's people can read it, something leaks. */
export const markerOf = (city: City): string => `ONLY${city}SEES`;

export interface Person {
  readonly name: string;
  readonly userId: string;
  readonly role: Role;
  readonly city: City;
  /** Has rights over the whole province: sees both cities. */
  readonly isProvincial: boolean;
  token: string;
}

export const FUZZ_PASSWORD = 'Fenhe-River-runs-2026';
const SYSTEM = { actor: 'system' } as const;
const BUSY: ReadonlySet<number> = new Set([429, 503]);
const LONGEST_WAIT_SECONDS = 900;
const MOST_TRIES = 10;

export const departmentOf = (city: City): string => `roads-${city}`;
export const otherDepartmentOf = (city: City): string => `water-${city}`;

/** Roles that some actions need for the whole province. */
const PROVINCIAL: readonly Role[] = ['administrator', 'deviceManager', 'auditAdministrator'];
const PROVINCE = '14';

const OF_DEPARTMENT: ReadonlySet<Role> = new Set(['departmentManager', 'handler']);

export interface World {
  readonly baseUrl: string;
  readonly server: RunningServer;
  readonly pools: Pools;
  /** Everybody, by the worker that speaks for them. */
  readonly people: readonly (readonly Person[])[];
  signIn(person: Person): Promise<void>;
  /** A person who exists to be disabled, to be reassigned, to change the password. */
  addGuinea(city: City): Promise<Person>;
}

/** Registers both cities and adds their people's ids to `staff`: departments, a person of every role for every worker, devices that have reported. */
export const createWorld = async (
  server: RunningServer,
  pools: Pools,
  workers: number,
  staff: Set<string>,
): Promise<World> => {
  const baseUrl = `http://127.0.0.1:${server.httpPort}`;
  const { accounts, store } = server.core;
  const handle = createCommandHandler(store);

  for (const city of CITIES)
    for (const departmentId of [departmentOf(city), otherDepartmentOf(city)]) {
      const data = {
        departmentId,
        name: `部门${departmentId}`,
        divisionCode: city,
        bodies: [],
        synthetic: true,
      };
      await handle({
        stream: departmentStream(departmentId),
        decider: departmentDecider,
        command: { type: 'DefineDepartment', data },
        context: SYSTEM,
      });
      pools.add(city, 'departmentId', departmentId);
    }

  const signIn = async (person: Person): Promise<void> => {
    const body = { name: person.name, password: FUZZ_PASSWORD };
    for (let tries = 0; ; tries += 1) {
      const answer = await sendRequest(baseUrl, undefined, jsonRequest('POST', '/api/v1/session', body));
      const token = (parseJson(answer.text) as { token?: string } | undefined)?.token;
      if (token !== undefined) {
        person.token = token;
        return;
      }
      // Wrong names and passwords come from the same address, which has to wait like any other.
      const seconds = Number(answer.headers.get('retry-after') ?? 'none');
      if (!BUSY.has(answer.status) || !(seconds <= LONGEST_WAIT_SECONDS) || tries >= MOST_TRIES)
        throw new Error(`${person.name} cannot sign in: ${answer.status} ${answer.text}`);
      await setTimeout(seconds * 1000);
    }
  };

  const addPerson = async (
    name: string,
    role: Role,
    city: City,
    divisionCode: string = city,
  ): Promise<Person> => {
    const isProvincial = divisionCode !== city;
    const registered = await accounts.register(
      {
        loginName: name,
        displayName: isProvincial ? name : `${name} ${markerOf(city)}`,
        password: FUZZ_PASSWORD,
      },
      SYSTEM,
    );
    if (!registered.ok) throw new Error(`${name}: ${registered.refusal.message}`);
    const userId = userIdOf(name);
    const departmentId = OF_DEPARTMENT.has(role) ? departmentOf(city) : null;
    await accounts.assignRole(userId, { role, divisionCode, departmentId }, SYSTEM);
    return { name, userId, role, city, isProvincial, token: '' };
  };

  const people: Person[][] = [];
  for (let worker = 0; worker < workers; worker += 1) {
    const mine: Person[] = [];
    for (const city of CITIES)
      for (const role of ROLES) {
        const person = await addPerson(`w${worker}.${role.toLowerCase()}.${city}`, role, city);
        staff.add(person.userId);
        if (role === 'handler') pools.add(city, 'handlerId', person.userId);
        if (role === 'gridWorker') pools.add(city, 'executorId', person.userId);
        mine.push(person);
      }
    for (const role of PROVINCIAL) {
      const person = await addPerson(`w${worker}.${role.toLowerCase()}.province`, role, CITIES[0], PROVINCE);
      staff.add(person.userId);
      mine.push(person);
    }
    people.push(mine);
  }
  await server.engine.waitFor(await store.head(), { timeoutMs: 60_000 });
  for (const person of people.flat()) await signIn(person);

  let guineas = 0;
  const world: World = {
    baseUrl,
    server,
    pools,
    people,
    signIn,
    async addGuinea(city) {
      guineas += 1;
      const person = await addPerson(`guinea${guineas}.${city}`, 'gridWorker', city);
      pools.add(city, 'userId', person.userId);
      return person;
    },
  };
  for (const city of CITIES) await addSpeakingDevice(world, city);
  return world;
};

/** A device that reports, raises an alarm, and once sends something unreadable. */
export const addSpeakingDevice = async (world: World, city: City): Promise<void> => {
  const manager = world.people[0]!.find((person) => person.role === 'deviceManager' && person.city === city)!;
  // An earlier request may have closed the session.
  await world.signIn(manager);
  const deviceId = `fuzz-${city}-${randomBytes(3).toString('hex')}`;
  const body = {
    deviceId,
    name: `站 ${markerOf(city)}`,
    modelId: 'air-station',
    location: PLACES[city],
    reportIntervalSeconds: 60,
  };
  const answer = await sendRequest(
    world.baseUrl,
    manager.token,
    jsonRequest('POST', '/api/v1/devices', body),
  );
  const secret = (parseJson(answer.text) as { secret?: string } | undefined)?.secret;
  if (secret === undefined) throw new Error(`no device: ${answer.status} ${answer.text}`);
  world.pools.add(city, 'deviceId', deviceId);
  const client = await connectAsync(`mqtt://127.0.0.1:${world.server.mqttPort}`, {
    protocolVersion: 4,
    clientId: deviceId,
    username: deviceId,
    password: secret,
    reconnectPeriod: 0,
  });
  const topic = `yw/v1/${deviceId}/telemetry`;
  const say = (payload: string) => client.publishAsync(topic, payload, { qos: 1 });
  for (const [secondsAgo, pm25] of [
    [60, 150],
    [40, 155],
    [20, 160],
  ] as const) {
    const observedAt = new Date(Date.now() - secondsAgo * 1000).toISOString();
    await say(JSON.stringify({ observedAt, values: { pm25 } }));
  }
  for (let n = 0; n < 5; n += 1) await say(`not json ${markerOf(city)} ${n} ${deviceId}`);
  await client.endAsync();
};
