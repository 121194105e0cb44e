import type { Words } from '../platform/words.ts';

export const CHECK_WORDS = {
  settings: { zh: '设置', en: 'Settings' },
  node: { zh: 'Node 版本', en: 'Node' },
  folder: { zh: '数据目录', en: 'Data folder' },
  disk: { zh: '磁盘', en: 'Disk' },
  ports: { zh: '端口', en: 'Ports' },
  database: { zh: '数据库', en: 'Database' },
  calendar: { zh: '工作日历', en: 'Calendar' },
} as const satisfies Record<string, Words>;

/** `bad`: a server cannot start or work; `doubtful`: it may not in the future, or only in part. */
export const FINDING_STATE_WORDS = {
  good: { zh: '正常', en: 'Good' },
  doubtful: { zh: '须留意', en: 'Doubtful' },
  bad: { zh: '有问题', en: 'Bad' },
} as const satisfies Record<string, Words>;

export type FindingState = keyof typeof FINDING_STATE_WORDS;

/** The finding of a check, in one sentence, and what to do about it. */
export interface Finding {
  readonly check: keyof typeof CHECK_WORDS;
  readonly state: FindingState;
  readonly sentence: Words;
  readonly fix?: Words;
}
