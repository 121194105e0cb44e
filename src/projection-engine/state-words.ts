import type { Words } from '../platform/words.ts';

/** What a projection does now. `elsewhere`: another process drives it. `building`: tables of this version are being built, those of the previous one are read. */
export const PROJECTION_STATE_WORDS = {
  starting: { zh: '启动中', en: 'Starting' },
  running: { zh: '运行', en: 'Running' },
  parked: { zh: '已停在一个事件', en: 'Parked at an event' },
  stopped: { zh: '已停止', en: 'Stopped' },
  elsewhere: { zh: '由另一进程运行', en: 'Run by another process' },
  building: { zh: '正在重建', en: 'Being built' },
} as const satisfies Record<string, Words>;

export type ProjectionState = keyof typeof PROJECTION_STATE_WORDS;
