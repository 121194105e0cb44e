import type { Words } from '../../platform/words.ts';

/** What can be wrong with a rule by itself, besides the form of its members. */
export const RULE_FAULTS = {
  clearsBeyond: {
    zh: '解除值越过了告警值：数值一到告警值就会解除',
    en: 'clearAt is beyond raiseAt: the alarm would clear at the value that raises it',
  },
  changeClearsBeyond: {
    zh: '解除的变化量大于告警的变化量；下降也按变化量填写正数',
    en: 'clearAt is beyond raiseAt: both are amounts of change, also for a fall',
  },
  levelNearer: {
    zh: '更高一级的告警值应比前一级更远',
    en: 'each level must be farther out than the one before',
  },
  levelMilder: {
    zh: '更高一级的级别应比前一级严重',
    en: 'each level must be more serious than the one before',
  },
  levelMilderThanRule: {
    zh: '更高一级的级别应比规则的级别严重',
    en: 'a further level must be more serious than the rule',
  },
  nothingOfIndex: { zh: '请填写指数的告警值或等级', en: 'neither a level nor a grade is given' },
  caseWithoutMatter: {
    zh: '生成案件的规则应选择事项',
    en: 'a rule that opens cases needs a matterCode',
  },
  escalationOrder: {
    zh: '升级的每一步应比前一步更晚、级别更高',
    en: 'each step of the escalation must be later and more serious than the one before',
  },
  dayTwice: { zh: '同一天重复', en: 'a day is listed twice' },
} as const satisfies Record<string, Words>;

/** A fault as people are told it; what is wrong with the form of a member is in Chinese already. */
export const faultInChinese = (message: string): string =>
  Object.values(RULE_FAULTS).find(({ en }) => en === message)?.zh ?? message;
