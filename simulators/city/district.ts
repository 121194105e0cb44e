import { createLocator, generateGrids, gridPlacement, type Locator } from '../../src/geography/index.ts';
import { STAFF } from './behaviour.ts';
import type { CityClient } from './client.ts';
import { inBatches } from './in-batches.ts';

export interface Person {
  readonly userId: string;
  readonly token: string;
}

export interface Department {
  readonly departmentId: string;
  readonly bodies: readonly string[];
  readonly manager: Person;
  readonly handlers: readonly Person[];
}

/** The part of a filing standard's row that the people of the district use. */
export interface Matter {
  readonly rowId: string;
  readonly kind: string;
  readonly majorCode: string;
  readonly minorCode: string;
  readonly minorName: string;
  readonly filingCondition: string;
  readonly limitUnit: string;
  readonly responsibleBodies: readonly string[];
}

export interface DutyGrid {
  readonly centre: { readonly lon: number; readonly lat: number };
  readonly worker: Person;
}

export interface District {
  readonly acceptors: readonly Person[];
  readonly shiftLeaders: readonly Person[];
  readonly dispatchers: readonly Person[];
  readonly officer: Person;
  readonly leader: Person;
  readonly departments: readonly Department[];
  readonly grids: readonly DutyGrid[];
  readonly matters: readonly Matter[];
  /** The photo in reports and feedback: those who use it have uploaded it. */
  readonly photo: string;
  personOf(userId: string): Person | undefined;
  contains(point: { readonly lon: number; readonly lat: number }): boolean;
}

/** 迎泽区, Taiyuan. Departments, people and grids are fictitious. */
export const DISTRICT = { code: '140106', name: '迎泽区' } as const;
export const STANDARD = 'yuncheng';

/** Side of a duty grid, degrees: about 2.2 km by 1.8 km. */
export const CELL_DEGREES = 0.02;

const DEPARTMENTS = [
  ['city-municipal', '市政公用中心', ['运城市市政公用服务中心', '市政公用服务中心', '运城市排水服务中心']],
  ['city-sanitation', '市容环卫中心', ['运城市市容环卫中心', '运城市市容环卫服务中心']],
  ['city-greenery', '园林绿化中心', ['运城市园林绿化服务中心', '各绿化养护管理部门']],
  ['city-enforcement', '综合行政执法队', ['运城市城市管理综合行政执法队', '属地行政执法部门', '市容秩序科']],
  ['city-owners', '产权单位联络处', ['各产权单位', '运城市电力公司', '通信管理部门']],
  ['city-street', '街道办事处', ['所属街办']],
] as const;

/** Hashing passwords is slow by design: more at once would keep the server from everything else. */
const PASSWORDS_AT_ONCE = 3;
const PASSWORD = 'City-of-the-Fen-2026';
/** One white pixel. */
const PHOTO = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
    'base64',
  ),
);
/** Roles whose people attach photos: they can name only photos that they uploaded. */
const PHOTOGRAPHERS: ReadonlySet<string> = new Set(['gridWorker', 'handler', 'departmentManager']);

type Boundary = Parameters<typeof generateGrids>[0][number];

interface Account {
  readonly name: string;
  readonly password: string;
}

/** Accounts that exist before the city does: one registers people, the other gives them their roles. */
export interface Administrators {
  readonly system: Account;
  readonly security: Account;
}

/** Creates departments, people and duty grids, signs everybody in, and puts the grid workers on duty. */
export const setUpDistrict = async (
  client: CityClient,
  administrators: Administrators,
): Promise<District> => {
  const signIn = async (name: string, password: string): Promise<Person> => {
    const { body } = await client.must(undefined, 'POST', '/session', { name, password });
    return { token: body.token as string, userId: (body.user as { userId: string }).userId };
  };
  const { system, security } = administrators;
  const admin = await signIn(system.name, system.password);
  const securityAdmin = await signIn(security.name, security.password);

  const people = new Map<string, Person>();
  let photo = '';
  const addPeople = (name: string, role: string, count: number, departmentId: string | null = null) =>
    inBatches(Array.from({ length: count }), PASSWORDS_AT_ONCE, async (_, n) => {
      const loginName = `${name}-${n + 1}`;
      const user = {
        loginName,
        displayName: loginName,
        password: PASSWORD,
        homeDivision: DISTRICT.code,
      };
      const { body: registered } = await client.must(admin, 'POST', '/users', user);
      const assignment = { role, divisionCode: DISTRICT.code, departmentId };
      await client.must(securityAdmin, 'POST', `/users/${registered.userId}/assignments`, assignment);
      const person = await signIn(loginName, PASSWORD);
      if (PHOTOGRAPHERS.has(role)) photo = await client.upload(person, PHOTO);
      people.set(person.userId, person);
      return person;
    });
  const addOne = async (name: string, role: string, departmentId?: string) =>
    (await addPeople(name, role, 1, departmentId))[0]!;

  const departments = await inBatches(
    DEPARTMENTS,
    1,
    async ([departmentId, name, bodies]): Promise<Department> => {
      const body = { name: `${DISTRICT.name}${name}`, divisionCode: DISTRICT.code, bodies };
      await client.must(admin, 'PUT', `/departments/${departmentId}`, body);
      const manager = await addOne(`${departmentId}-manager`, 'departmentManager', departmentId);
      const { handlersPerDepartment } = STAFF;
      const handlers = await addPeople(
        `${departmentId}-handler`,
        'handler',
        handlersPerDepartment,
        departmentId,
      );
      return { departmentId, bodies, manager, handlers };
    },
  );
  const acceptors = await addPeople('city-acceptor', 'acceptor', STAFF.acceptors);
  const shiftLeaders = await addPeople('city-shift-leader', 'shiftLeader', STAFF.shiftLeaders);
  const dispatchers = await addPeople('city-dispatcher', 'dispatcher', STAFF.dispatchers);
  const officer = await addOne('city-officer', 'supervisionOfficer');
  const leader = await addOne('city-leader', 'leader');
  const workers = await addPeople('city-grid-worker', 'gridWorker', STAFF.gridWorkers);

  const boundaries = await boundariesOf(client, admin);
  const boundary = boundaries.find(({ code }) => code === DISTRICT.code);
  if (boundary === undefined) throw new Error(`${DISTRICT.code} has no boundary`);
  const province = createLocator({ boundaries, grids: [] });
  // Squares along the border that reach far into a neighbour are not grids of the district.
  const cells = generateGrids([boundary], { cellSizeDegrees: CELL_DEGREES }).filter(
    (cell) => gridPlacement(cell, province.divisionOf) !== 'outside',
  );
  const grids = cells.map((cell, n): DutyGrid & { readonly code: string } => {
    const [ring] = cell.geometry.coordinates as readonly (readonly (readonly [number, number])[])[];
    const centre = { lon: (ring![0]![0] + ring![2]![0]) / 2, lat: (ring![0]![1] + ring![2]![1]) / 2 };
    return { code: cell.code, centre, worker: workers[n % workers.length]! };
  });
  await client.must(admin, 'POST', '/grids/import', {
    type: 'FeatureCollection',
    features: cells.map(({ code, name, divisionCode, geometry }, n) => ({
      type: 'Feature',
      properties: { code, name, divisionCode, workerId: grids[n]!.worker.userId },
      geometry,
    })),
  });
  await Promise.all(
    workers.map((worker) => {
      const location = grids.find((grid) => grid.worker === worker)?.centre;
      return client.must(worker, 'PUT', '/duty', location === undefined ? {} : { location });
    }),
  );
  const rows = await client.must(acceptors[0], 'GET', `/filing-standards/${STANDARD}/rows`);
  const locator: Locator = createLocator({ boundaries: [boundary], grids: [] });
  return {
    acceptors,
    shiftLeaders,
    dispatchers,
    officer,
    leader,
    departments,
    grids,
    matters: rows.body.items as readonly Matter[],
    photo,
    personOf: (userId) => people.get(userId),
    contains: (point) => locator.divisionOf(point)?.code === DISTRICT.code,
  };
};

/** Of all counties: the neighbours show where the district ends. */
const boundariesOf = async (client: CityClient, admin: Person) => {
  const { body } = await client.must(admin, 'GET', '/divisions/boundaries');
  const features = body.features as readonly {
    readonly properties: { readonly code: string; readonly name: string; readonly approximate: boolean };
    readonly geometry: Boundary['geometry'];
  }[];
  return features.map(({ properties, geometry }) => ({ ...properties, geometry, source: 'the API' }));
};
