export const INDEX_KINDS = ['air', 'surfaceWater', 'noise', 'flood'] as const;
export type IndexKind = (typeof INDEX_KINDS)[number];
