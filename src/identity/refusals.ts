/** Codes with which commands of this context are refused: HTTP status and title in both languages. */
export const IDENTITY_REFUSALS = {
  userExists: { status: 409, titleZh: '用户已存在', titleEn: 'User already exists' },
  userNotFound: { status: 404, titleZh: '用户不存在', titleEn: 'User not found' },
  userDisabled: { status: 403, titleZh: '用户已停用', titleEn: 'The user is disabled' },
  loginNameInvalid: { status: 422, titleZh: '登录名无效', titleEn: 'The login name is not valid' },
  passwordTooWeak: {
    status: 422,
    titleZh: '密码不符合要求',
    titleEn: 'The password does not meet the policy',
  },
  assignmentInvalid: { status: 422, titleZh: '角色授权无效', titleEn: 'The role assignment is not valid' },
  assignmentExists: { status: 409, titleZh: '授权编号已被使用', titleEn: 'The assignment id is in use' },
  assignmentNotFound: { status: 404, titleZh: '授权不存在', titleEn: 'Assignment not found' },
  sessionInvalid: { status: 422, titleZh: '会话时间无效', titleEn: 'The session times are not valid' },
  sessionExists: { status: 409, titleZh: '会话编号已被使用', titleEn: 'The session id is in use' },
  secondFactorNeeded: { status: 401, titleZh: '请输入动态口令', titleEn: 'A second factor is needed' },
  secondFactorWrong: {
    status: 401,
    titleZh: '动态口令错误或已使用',
    titleEn: 'The code is wrong or was used before',
  },
  secondFactorExists: { status: 409, titleZh: '已启用动态口令', titleEn: 'A second factor already exists' },
  secondFactorNotOffered: {
    status: 409,
    titleZh: '请先申请动态口令',
    titleEn: 'No second factor was requested',
  },
  secondFactorMissing: { status: 404, titleZh: '未启用动态口令', titleEn: 'No second factor is set up' },
  resetCodeInvalid: {
    status: 422,
    titleZh: '重置码错误、已使用或已过期',
    titleEn: 'The reset code is wrong, used or expired',
  },
  passwordUsedBefore: {
    status: 422,
    titleZh: '不能使用最近用过的密码',
    titleEn: 'The password was used before',
  },
  dutiesApart: {
    status: 422,
    titleZh: '岗位不相容',
    titleEn: 'One person must not have both roles',
  },
  ownRights: { status: 403, titleZh: '不得变更自己的权限', titleEn: 'Nobody may change their own rights' },
  secondPersonNeeded: {
    status: 403,
    titleZh: '须由第二人审批',
    titleEn: 'A second person has to approve',
  },
  rightsChangeUnknown: {
    status: 404,
    titleZh: '没有待审批的授权变更',
    titleEn: 'No such change of rights is awaiting a decision',
  },
  departmentInvalid: { status: 422, titleZh: '部门信息无效', titleEn: 'The department is not valid' },
  personActive: {
    status: 409,
    titleZh: '账户仍在使用',
    titleEn: 'The account is still in use',
  },
  reasonMissing: { status: 422, titleZh: '缺少原因', titleEn: 'A reason is missing' },
} as const satisfies Record<string, { status: number; titleZh: string; titleEn: string }>;

export type IdentityRefusal = keyof typeof IDENTITY_REFUSALS;
