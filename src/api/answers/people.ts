import { z } from 'zod';
import { PERMISSIONS, ROLES } from '../../identity/index.ts';
import {
  caseId,
  count,
  departmentId,
  divisionCode,
  isoTime,
  madeId,
  names,
  text,
  userId,
  version,
} from './common.ts';

const loginName = text('lixiaomei');
const displayName = text('李晓梅');
export const role = z.enum(ROLES).meta({ id: 'Role' });

export const assignment = z
  .strictObject({
    assignmentId: madeId,
    role,
    divisionCode,
    departmentId: departmentId.nullable(),
    validFrom: isoTime,
    validUntil: isoTime.nullable(),
  })
  .meta({ id: 'Assignment' });

/** A change of rights waiting for a second person. */
const rightsChange = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('assign'), assignment }),
    z.strictObject({ kind: z.literal('revoke'), assignmentId: madeId }),
  ])
  .meta({ id: 'RightsChange' });
const pendingChange = {
  requestId: madeId,
  change: rightsChange,
  requestedBy: userId,
  at: isoTime,
};
const pendingChanges = z.array(z.strictObject(pendingChange));

export const userAnswer = z
  .strictObject({
    userId,
    loginName,
    displayName,
    status: z.enum(['active', 'disabled']),
    assignments: z.array(assignment),
    version,
  })
  .meta({ id: 'User' });

export const registeredUserAnswer = z.strictObject({
  userId,
  loginName,
  homeDivision: divisionCode,
  assignments: z.array(assignment),
  pendingChanges,
});
export const givenRoleAnswer = z.strictObject({ assignments: z.array(assignment), pendingChanges });
export const passwordResetAnswer = z.strictObject({ resetCode: text('K7QF-2M9X-TB4W'), expiresAt: isoTime });
export const waitingChangeAnswer = z
  .strictObject({ userId, loginName, ...pendingChange })
  .meta({ id: 'WaitingRightsChange' });
export const decidedChangeAnswer = z.strictObject({
  userId,
  requestId: madeId,
  approved: z.boolean(),
  pendingChanges,
});

const definedDepartment = {
  departmentId,
  name: text('迎泽区城市管理局'),
  divisionCode,
  bodies: z.array(text('城市管理部门')).meta({
    description: 'Responsible bodies of a filing standard that it represents',
  }),
  synthetic: z.boolean(),
};
export const departmentDefinedAnswer = z.strictObject(definedDepartment);
export const departmentAnswer = z.strictObject({ ...definedDepartment, version }).meta({ id: 'Department' });

export const departmentLoadAnswer = z
  .strictObject({ departmentId, openCases: count, overdueCases: count })
  .meta({ id: 'DepartmentLoad' });

/** The signed-in user. */
export const meAnswer = z
  .strictObject({
    userId,
    loginName,
    displayName,
    assignments: z.array(assignment),
    permissions: z.array(z.enum(PERMISSIONS)),
    restriction: z.enum(['passwordChange', 'secondFactor']).nullable().meta({
      description: 'Required before anything else is allowed',
    }),
  })
  .meta({ id: 'Me' });
export const signedInAnswer = z.strictObject({
  token: text('yw_2f6c8d1e4b7a9035').nullable().meta({ description: 'null if it was set as a cookie' }),
  expiresAt: isoTime,
  user: meAnswer,
});
export const sessionAnswer = z
  .strictObject({
    sessionId: madeId,
    openedAt: isoTime,
    expiresAt: isoTime,
    seenAt: isoTime.nullable().meta({ description: 'When it was last used, to the minute' }),
    network: text('10.12.3.0/24')
      .nullable()
      .meta({ description: 'Network from which it was opened: IPv4 /24, IPv6 /48' }),
    secondFactor: z.boolean(),
    current: z.boolean(),
  })
  .meta({ id: 'Session' });
export const secondFactorAnswer = z.strictObject({
  enrolled: z.boolean(),
  since: isoTime.nullable(),
  recoveryCodesLeft: z.number().int().meta({ example: 10 }),
});
export const offeredFactorAnswer = z.strictObject({
  secret: text('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'),
  uri: text('otpauth://totp/Yiwang:lixiaomei?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Yiwang'),
});
export const recoveryCodesAnswer = z.strictObject({ recoveryCodes: z.array(text('9F3K-7QXD-2MWT')) });

const purpose = z.strictObject(names);
export const disclosurePurposesAnswer = z
  .strictObject({
    purposes: z.strictObject({
      callBack: purpose,
      verify: purpose,
      handle: purpose,
      correct: purpose,
      rightsRequest: purpose,
      lawfulInquiry: purpose,
    }),
  })
  .meta({ id: 'DisclosurePurposes' });
export const disclosureAnswer = z
  .strictObject({
    caseId,
    petitioner: z.strictObject({ name: text('王建国'), phone: text('13900000000') }).nullable(),
    texts: z.array(
      z.strictObject({
        version: version.meta({ description: 'Version of the event in the timeline of the case' }),
        type: text('CaseReported'),
        field: text('description'),
        text: text('门口井盖缺失，请联系王建国 13900000000'),
      }),
    ),
    erased: z.boolean().meta({ description: 'Some data were sealed with a key that has been erased' }),
  })
  .meta({ id: 'Disclosure' });
export const erasureAnswer = z.strictObject({
  dryRun: z.boolean(),
  persons: z.array(
    z.strictObject({
      personId: text('petitioner-01957c1e-7a40-7b3e-9a51-3f0c2d8e6b10'),
      caseId: caseId.nullable(),
    }),
  ),
});
