/** Everything that is audited, with its name in both languages. A word is never used again for something else. */
export const AUDIT_ACTIONS = {
  signIn: { nameZh: '登录', nameEn: 'Sign in' },
  signOut: { nameZh: '结束会话', nameEn: 'End a session' },
  signOutEverywhere: { nameZh: '结束全部会话', nameEn: 'End all sessions' },
  registerUser: { nameZh: '登记用户', nameEn: 'Register a user' },
  disableUser: { nameZh: '停用用户', nameEn: 'Disable a user' },
  enableUser: { nameZh: '启用用户', nameEn: 'Enable a user' },
  assignRole: { nameZh: '授予角色', nameEn: 'Give a role' },
  revokeRole: { nameZh: '收回角色', nameEn: 'Take a role back' },
  requestRightsChange: { nameZh: '申请变更授权', nameEn: 'Ask for a change of rights' },
  decideRightsChange: { nameZh: '审批授权变更', nameEn: 'Decide a change of rights' },
  changePassword: { nameZh: '修改密码', nameEn: 'Change a password' },
  issueResetCode: { nameZh: '签发密码重置码', nameEn: 'Issue a code to reset a password' },
  resetPassword: { nameZh: '重置密码', nameEn: 'Reset a password' },
  offerSecondFactor: { nameZh: '申请动态口令', nameEn: 'Ask for a second factor' },
  enrolSecondFactor: { nameZh: '启用动态口令', nameEn: 'Enrol a second factor' },
  removeSecondFactor: { nameZh: '移除动态口令', nameEn: 'Remove a second factor' },
  /** Any request that was refused for a missing right or a missing session. */
  request: { nameZh: '请求', nameEn: 'Request' },
  readAuditLog: { nameZh: '查阅审计日志', nameEn: 'Read the audit log' },
  unmask: { nameZh: '查看个人信息明文', nameEn: 'See personal data unmasked' },
  searchPerson: { nameZh: '按号码查找案件', nameEn: 'Search cases by a number' },
  erasePerson: { nameZh: '删除个人信息', nameEn: 'Erase a person' },
  importDevices: { nameZh: '批量登记设备', nameEn: 'Register devices from a sheet' },
  export: { nameZh: '导出', nameEn: 'Export' },
  backup: { nameZh: '备份', nameEn: 'Back up' },
  restore: { nameZh: '恢复', nameEn: 'Restore a backup' },
} as const satisfies Record<string, { nameZh: string; nameEn: string }>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;
