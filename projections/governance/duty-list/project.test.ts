import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { dutyListProjection } from './project.ts';

const workerId = 'u1';
const [at, later] = ['2026-11-24T08:00:00.000Z', '2026-11-24T09:00:00.000Z'];

test('a worker is at the last reported position, and off duty after the end', async () => {
  const log = [
    given('DutyStarted', { workerId, location: { lon: 112.5, lat: 37.8 }, at }),
    given('DutyLocationReported', { workerId, location: { lon: 112.6, lat: 37.9 }, at: later }),
  ];
  expect(await rowsAfter(dutyListProjection, log)).toMatchObject([
    { worker_id: workerId, on_duty: true, lon: 112.6, lat: 37.9, located_at: later, since: at },
  ]);
  const ended = given('DutyEnded', { workerId, at: later });
  expect(await rowsAfter(dutyListProjection, [...log, ended])).toMatchObject([
    { on_duty: false, lon: 112.6, since: later },
  ]);
});

test('a worker who starts duty again without a position keeps the last one', async () => {
  const log = [
    given('DutyStarted', { workerId, location: { lon: 112.5, lat: 37.8 }, at }),
    given('DutyStarted', { workerId, location: null, at: later }),
  ];
  expect(await rowsAfter(dutyListProjection, log)).toMatchObject([
    { lon: 112.5, lat: 37.8, located_at: at, since: later },
  ]);
});
