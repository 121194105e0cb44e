import type { Words } from '../platform/words.ts';

/** What a change made of a grid. */
export const GRID_CHANGE_WORDS = {
  drawn: { zh: '划定', en: 'Drawn' },
  redrawn: { zh: '调整边界', en: 'Border redrawn' },
  renamed: { zh: '改名', en: 'Renamed' },
  reassigned: { zh: '更换网格员', en: 'Given to another worker' },
  redivided: { zh: '调整区划', en: 'Moved to another division' },
  retired: { zh: '撤销', en: 'Retired' },
  broughtBack: { zh: '恢复', en: 'Brought back' },
} as const satisfies Record<string, Words>;
export type GridChangeKind = keyof typeof GRID_CHANGE_WORDS;

/** What can be wrong with a grid. */
export const GRID_FAULT_WORDS = {
  gridsOverlap: { zh: '与其他网格重叠', en: 'It overlaps another grid' },
  gridGap: { zh: '留下无人负责的空白', en: 'It leaves a gap that nobody cares for' },
  outsideDivision: { zh: '不在所选区划内', en: 'It is not inside its division' },
  divisionDoubtful: { zh: '无法确认在所选区划内', en: 'It may not be inside its division' },
  codeOutsideDivision: { zh: '编码前 12 位不属于所选区划', en: 'The code belongs to another division' },
  workerUnknown: { zh: '网格员不存在', en: 'The grid worker does not exist' },
  notAnArea: { zh: '不是多边形', en: 'It is not a polygon' },
  tooManyPositions: { zh: '顶点过多', en: 'It has too many corners' },
  outsideBounds: { zh: '超出省域范围', en: 'It reaches beyond the province' },
  ringTooShort: { zh: '至少需要 3 个顶点', en: 'It needs at least 3 corners' },
  ringNotClosed: { zh: '边界未闭合', en: 'The border is not closed' },
  ringWithoutArea: { zh: '边界没有围出面积', en: 'The border encloses nothing' },
  ringCrossesItself: { zh: '边界自相交', en: 'The border crosses itself' },
  holeOutside: { zh: '内环超出外环', en: 'A hole reaches beyond the border' },
} as const satisfies Record<string, Words>;
export type GridFaultCode = keyof typeof GRID_FAULT_WORDS;
