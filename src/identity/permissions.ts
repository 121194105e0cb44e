import {
  CASE_STEP_PERMISSIONS,
  type CaseStepPermission,
  type Role,
  stepPermissionsOf,
} from '../workflows/index.ts';

/** In addition to those of the steps of a case, which the workflow's tables name. */
const OTHER_PERMISSIONS = [
  'case:report',
  'case:link',
  'case:read',
  'case:disclose',
  'case:discloseOwn',
  'person:erase',
  'duty:keep',
  'duty:read',
  'device:read',
  'device:manage',
  'alarm:read',
  'alarm:acknowledge',
  'alarm:silence',
  'rule:manage',
  'rejected:read',
  'rejected:manage',
  'user:manage',
  'user:read',
  'right:grant',
  'department:manage',
  'grid:read',
  'grid:manage',
  'calendar:manage',
  'component:read',
  'component:manage',
  'standard:manage',
  'dispatchRule:read',
  'dispatchRule:manage',
  'board:read',
  'projection:read',
  'webhook:manage',
  'audit:read',
] as const;
export type Permission = CaseStepPermission | (typeof OTHER_PERMISSIONS)[number];
export const PERMISSIONS: readonly Permission[] = [...CASE_STEP_PERMISSIONS, ...OTHER_PERMISSIONS];

export interface RoleDefinition {
  /** True for roles of a department (专业部门): their case rights reach only the cases of that department. */
  readonly ofDepartment: boolean;
  readonly permissions: readonly Permission[];
}

const SEE = ['device:read', 'alarm:read', 'grid:read', 'component:read'] as const;

/**
 * What each role may do: the steps of a case that the workflow's tables name for it, and the permissions listed here. Supervision and
 * handling are separate (监管分离): no role both handles and checks or closes, the acceptor and shift leader sit in the supervision centre
 * (监督中心), the dispatcher in the command centre (指挥中心). Administrators manage people, places and devices; they can force a case to
 * close, but not see any.
 */
export const ROLE_DEFINITIONS: Readonly<Record<Role, RoleDefinition>> = {
  gridWorker: {
    ofDepartment: false,
    permissions: [
      ...stepPermissionsOf('gridWorker'),
      'case:report',
      'case:read',
      'case:discloseOwn',
      'duty:keep',
      ...SEE,
    ],
  },
  acceptor: {
    ofDepartment: false,
    permissions: [
      ...stepPermissionsOf('acceptor'),
      'case:report',
      'case:link',
      'case:read',
      'alarm:acknowledge',
      'board:read',
      'case:disclose',
      'duty:read',
      ...SEE,
    ],
  },
  shiftLeader: {
    ofDepartment: false,
    permissions: [
      ...stepPermissionsOf('shiftLeader'),
      // On behalf of the acceptor; no case waits for the shift leader to reject it.
      'case:reject',
      'case:link',
      'case:read',
      'dispatchRule:read',
      'alarm:acknowledge',
      'board:read',
      'duty:read',
      ...SEE,
    ],
  },
  dispatcher: {
    ofDepartment: false,
    permissions: [
      ...stepPermissionsOf('dispatcher'),
      'case:link',
      'case:read',
      'dispatchRule:read',
      'board:read',
      'alarm:silence',
      'duty:read',
      ...SEE,
    ],
  },
  departmentManager: {
    ofDepartment: true,
    permissions: [...stepPermissionsOf('departmentManager'), 'case:read', 'board:read', ...SEE],
  },
  handler: {
    ofDepartment: true,
    permissions: [...stepPermissionsOf('handler'), 'case:read', 'case:discloseOwn', ...SEE],
  },
  supervisionOfficer: {
    ofDepartment: false,
    permissions: [
      ...stepPermissionsOf('supervisionOfficer'),
      'case:read',
      'dispatchRule:read',
      'board:read',
      ...SEE,
    ],
  },
  leader: {
    ofDepartment: false,
    permissions: [...stepPermissionsOf('leader'), 'case:read', 'dispatchRule:read', 'board:read', ...SEE],
  },
  deviceManager: {
    ofDepartment: false,
    permissions: [
      'device:manage',
      'alarm:acknowledge',
      'alarm:silence',
      'rule:manage',
      'rejected:read',
      'rejected:manage',
      'board:read',
      ...SEE,
    ],
  },
  administrator: {
    ofDepartment: false,
    permissions: [
      ...stepPermissionsOf('administrator'),
      'user:manage',
      'department:manage',
      'grid:manage',
      'calendar:manage',
      'component:manage',
      'standard:manage',
      'dispatchRule:read',
      'dispatchRule:manage',
      'device:manage',
      'alarm:silence',
      'rule:manage',
      'rejected:read',
      'rejected:manage',
      'board:read',
      'projection:read',
      'webhook:manage',
      'person:erase',
      ...SEE,
    ],
  },
  securityAdministrator: {
    ofDepartment: false,
    permissions: ['right:grant', 'user:read'],
  },
  auditAdministrator: {
    ofDepartment: false,
    permissions: ['audit:read', 'user:read'],
  },
};

export const roleHas = (role: Role, permission: Permission): boolean =>
  ROLE_DEFINITIONS[role].permissions.includes(permission);
