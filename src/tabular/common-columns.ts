import type { Column } from './columns.ts';

export const degrees = (headings: readonly string[], example: string, most: number): Column<number> => ({
  headings,
  required: true,
  expected: `CGCS2000 十进制度，绝对值不超过 ${most}`,
  example,
  parse: (cell) => {
    const value = Number(cell);
    return Number.isFinite(value) && Math.abs(value) <= most ? value : undefined;
  },
});

export const text = (headings: readonly string[], example: string, most: number): Column<string> => ({
  headings,
  expected: `不超过 ${most} 字`,
  example,
  parse: (cell) => (cell.length <= most ? cell : undefined),
});
