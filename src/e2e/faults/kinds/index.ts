import type { Fault, Scenario } from '../fault.ts';
import {
  archiveKilled,
  archiveKilledCarried,
  archiveKilledDetached,
  archiveKilledWritten,
} from './archive-killed.ts';
import { clockSteppedBack } from './clock-stepped-back.ts';
import { databaseConnectionsCut, deviceConnectionsCut } from './connections-cut.ts';
import { bothKilled, databaseKilled } from './database-killed.ts';
import { diskFull } from './disk-full.ts';
import {
  rebuildAndServerKilled,
  rebuildKilled,
  rebuildKilledAfterExchange,
  rebuildKilledInExchange,
} from './rebuild-killed.ts';
import { killedBeforeAcknowledging, killedInProjection, serverKilled } from './server-killed.ts';
import { oneOfTwoServersKilled } from './two-servers.ts';

/** One of each kind. */
export const SHORT_RUN: readonly Fault[] = [
  serverKilled,
  databaseKilled,
  killedInProjection,
  databaseConnectionsCut,
  rebuildAndServerKilled,
  deviceConnectionsCut,
  killedBeforeAcknowledging,
  oneOfTwoServersKilled,
  clockSteppedBack,
  archiveKilledCarried,
];

/** In the order in which a long run takes them, over and over. */
export const FAULTS: readonly (Fault | Scenario)[] = [
  ...SHORT_RUN,
  rebuildKilledInExchange,
  bothKilled,
  rebuildKilledAfterExchange,
  archiveKilledDetached,
  rebuildKilled,
  archiveKilledWritten,
  archiveKilled,
  diskFull,
];
