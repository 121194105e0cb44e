import { divisionCovers } from '../../geography/index.ts';
import { PERMISSIONS, type Permission } from '../permissions.ts';
import { type RightsHolder, scopesFor } from '../rights.ts';
import { type Places, placedPolicy, seesWith } from './placed.ts';

/** Visible to everybody who is signed in: its existence is not a secret. */
const EVERYBODY_SEES = () => true;

/** Readable by those who read alarms in one of the places, in a part of one, or in a division around one. */
function seesOnOneLine(person: RightsHolder, before: Places, now: string): boolean {
  const scopes = scopesFor(person.assignments, 'alarm:read', now);
  return before.some(({ divisionCode }) =>
    scopes.some(
      ({ divisionPrefix }) =>
        divisionCovers(divisionPrefix, divisionCode) || divisionCovers(divisionCode, divisionPrefix),
    ),
  );
}

const CASE_ACTIONS = Object.fromEntries(
  PERMISSIONS.filter((permission) => permission.startsWith('case:')).map((permission) => [
    permission,
    [permission],
  ]),
) as unknown as Readonly<Record<Extract<Permission, `case:${string}`>, readonly [Permission]>>;

/** Cases: by division and department, or by having taken part; each step names its permission. */
export const casePolicy = placedPolicy({ actions: CASE_ACTIONS, sees: seesWith('case:read') });

/** Devices with everything that belongs to them: readings, indices, clock, warning lines, names, secrets, requests. */
export const devicePolicy = placedPolicy({
  actions: { read: ['device:read'], manage: ['device:manage'] },
  sees: seesWith('device:read'),
});

/** Dead letters: belong to the device that sent them, or to the whole province if the sender is unknown. */
export const deadLetterPolicy = placedPolicy({
  actions: { read: ['rejected:read'], settle: ['rejected:manage', 'device:manage'] },
  sees: seesWith('rejected:read'),
});

export const alarmPolicy = placedPolicy({
  actions: { read: ['alarm:read'], acknowledge: ['alarm:acknowledge'] },
  sees: seesWith('alarm:read'),
});

/** Storms of alarms. */
export const stormPolicy = placedPolicy({ actions: { read: ['alarm:read'] }, sees: seesWith('alarm:read') });

/** Silences: also shown to people whose division is inside one, since nothing is raised there. */
export const silencePolicy = placedPolicy({
  actions: { read: ['alarm:read'], silence: ['alarm:silence'] },
  sees: seesOnOneLine,
  readIfSeen: 'read',
});

/**
 * Alarm rules, in the places of their devices; one for a whole model belongs to the province, and everybody who reads alarms
 * anywhere may see it.
 */
export const rulePolicy = placedPolicy({
  actions: { read: ['alarm:read'], manage: ['rule:manage'] },
  sees: seesOnOneLine,
  readIfSeen: 'read',
});

export const gridPolicy = placedPolicy({
  actions: { read: ['grid:read'], manage: ['grid:manage'] },
  sees: seesWith('grid:read'),
});

/** Work calendars of divisions: everybody may know when there is work. */
export const calendarPolicy = placedPolicy({
  actions: { manage: ['calendar:manage'] },
  sees: EVERYBODY_SEES,
});

export const departmentPolicy = placedPolicy({
  actions: { manage: ['department:manage'] },
  sees: EVERYBODY_SEES,
});

/** Components (部件) of the register. */
export const componentPolicy = placedPolicy({
  actions: { read: ['component:read'], manage: ['component:manage'] },
  sees: seesWith('component:read'),
});

export const webhookPolicy = placedPolicy({
  actions: { manage: ['webhook:manage'] },
  sees: seesWith('webhook:manage'),
});

/** Petitioners and others whose data is kept: in the division of their case, else in the whole province. */
export const personPolicy = placedPolicy({ actions: { erase: ['person:erase'] }, sees: () => false });

/** Definitions for the whole deployment, visible to everybody: standards, code sets, families, dispatch rules. */
export const referencePolicy = placedPolicy({
  actions: {
    manageStandards: ['standard:manage'],
    manageRules: ['rule:manage'],
    readDispatchRules: ['dispatchRule:read'],
    manageDispatchRules: ['dispatchRule:manage'],
    readAudit: ['audit:read'],
  },
  sees: EVERYBODY_SEES,
});
