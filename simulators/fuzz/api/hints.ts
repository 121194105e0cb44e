import fc from 'fast-check';
import type { Hints } from './from-schema.ts';
import type { Pools } from './pools.ts';
import { type City, departmentOf, markerOf, otherDepartmentOf, PLACES } from './world.ts';

const DAY_MS = 86_400_000;

/** Values in a city for properties and parameters of these names, so that valid requests refer to something that exists. */
export const hintsFor = (city: City, pools: Pools, rowIds: readonly string[]): Hints => {
  const { lon, lat } = PLACES[city];
  const near = (middle: number) => fc.double({ min: middle, max: middle + 0.01, noNaN: true });
  const known = (name: string) =>
    fc
      .double({ min: 0, max: 0.999, noNaN: true })
      .map((choose) => pools.pick(city, name, choose)?.id ?? 'none');
  const later = fc
    .integer({ min: 1, max: 20 })
    .map((days) => new Date(Date.now() + days * DAY_MS).toISOString());
  const words = fc.constantFrom('同意', '已到现场', `请核实 ${markerOf(city)}`, '不属于本单位职责');
  const table: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    opinion: words,
    reason: words,
    result: words,
    reply: words,
    description: words,
    lon: near(lon),
    lat: near(lat),
    location: fc.record({ lon: near(lon), lat: near(lat) }),
    point: fc.record({ lon: near(lon), lat: near(lat) }),
    address: fc.constant('大街 1 号'),
    until: later,
    departmentId: fc.constantFrom(departmentOf(city), departmentOf(city), otherDepartmentOf(city)),
    department: fc.constant(departmentOf(city)),
    coDepartmentIds: fc.constantFrom([], [], [departmentOf(city)], [otherDepartmentOf(city)]),
    divisionCode: fc.constant(city),
    division: fc.constant(city),
    parent: fc.constant(city),
    standardId: fc.constant('sensing'),
    rowId: fc.constantFrom(...(rowIds.length === 0 ? ['none'] : rowIds)),
    matterCode: fc.constant('event-S1-01'),
    handlerId: known('handlerId'),
    executorId: known('executorId'),
    parentId: known('caseId'),
    componentId: known('componentId'),
    deviceId: known('deviceId'),
    device: known('deviceId'),
    gatewayId: fc.constant(null),
    modelId: fc.constant('air-station'),
    photos: fc.constant([]),
    photosAfter: fc.constant([]),
    petitioner: fc.constant({ name: '王五', phone: '13800138000' }),
    cursor: fc.constant(undefined),
    stage: fc.constant('reported'),
    bbox: fc.constant(`${lon},${lat},${lon + 0.01},${lat + 0.01}`),
    standard: fc.constant('hj212'),
    kind: fc.constant(undefined),
  };
  return (name) => (Object.hasOwn(table, name) ? table[name] : undefined);
};
