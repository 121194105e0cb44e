/** The people who work in the city: each role takes the steps that the tables name for it. */
export const ROLES = [
  'gridWorker',
  'acceptor',
  'shiftLeader',
  'dispatcher',
  'departmentManager',
  'handler',
  'supervisionOfficer',
  'leader',
  'deviceManager',
  'administrator',
  'securityAdministrator',
  'auditAdministrator',
] as const;
export type Role = (typeof ROLES)[number];
