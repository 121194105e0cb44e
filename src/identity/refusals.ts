/** Codes with which commands of this context are refused: HTTP status and title in both languages. */
export const IDENTITY_REFUSALS = {
  userExists: { status: 409, titleZh: '用户已存在', titleEn: 'The user exists already' },
  userNotFound: { status: 404, titleZh: '用户不存在', titleEn: 'There is no such user' },
  userDisabled: { status: 403, titleZh: '用户已停用', titleEn: 'The user is disabled' },
  loginNameInvalid: { status: 422, titleZh: '登录名无效', titleEn: 'The login name is not valid' },
  passwordTooWeak: {
    status: 422,
    titleZh: '密码不符合要求',
    titleEn: 'The password does not meet the policy',
  },
  assignmentInvalid: { status: 422, titleZh: '角色授权无效', titleEn: 'The role assignment is not valid' },
  assignmentExists: { status: 409, titleZh: '授权编号已被使用', titleEn: 'The assignment id is in use' },
  assignmentNotFound: { status: 404, titleZh: '授权不存在', titleEn: 'There is no such assignment' },
  sessionInvalid: { status: 422, titleZh: '会话时间无效', titleEn: 'The session times are not valid' },
  sessionExists: { status: 409, titleZh: '会话编号已被使用', titleEn: 'The session id is in use' },
  departmentInvalid: { status: 422, titleZh: '部门信息无效', titleEn: 'The department is not valid' },
  personActive: {
    status: 409,
    titleZh: '账户仍在使用',
    titleEn: 'The account is still in use',
  },
  reasonMissing: { status: 422, titleZh: '缺少原因', titleEn: 'A reason is missing' },
} as const satisfies Record<string, { status: number; titleZh: string; titleEn: string }>;

export type IdentityRefusal = keyof typeof IDENTITY_REFUSALS;
