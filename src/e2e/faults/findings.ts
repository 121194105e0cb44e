export interface Figures {
  /** Acknowledged and not in the log, or in it without what follows from it (alarm, case, passed deadline). */
  readonly lost: number;
  readonly doubled: number;
  readonly disordered: number;
  /** Read models that differ from a rebuild. */
  readonly rebuildDifferences: number;
}

/** What is wrong, by kind; all zero is what the product promises. */
export interface Findings extends Figures {
  /** The first of each, for who looks into it. */
  readonly examples: readonly string[];
}

export const isFlawless = ({ lost, doubled, disordered, rebuildDifferences }: Figures): boolean =>
  lost + doubled + disordered + rebuildDifferences === 0;

export const inWords = (findings: Findings): string =>
  isFlawless(findings)
    ? 'ok'
    : `lost ${findings.lost}, doubled ${findings.doubled}, disordered ${findings.disordered}, differing read models ` +
      `${findings.rebuildDifferences}: ${findings.examples.join('; ')}`;

export const sumOf = (all: readonly Figures[]): Figures => {
  const of = (key: keyof Figures) => all.reduce((sum, figures) => sum + figures[key], 0);
  return {
    lost: of('lost'),
    doubled: of('doubled'),
    disordered: of('disordered'),
    rebuildDifferences: of('rebuildDifferences'),
  };
};

/** Most is found twice, after a round and at the end: the larger figure counts. */
export const worstOf = (one: Figures, other: Figures): Figures => ({
  lost: Math.max(one.lost, other.lost),
  doubled: Math.max(one.doubled, other.doubled),
  disordered: Math.max(one.disordered, other.disordered),
  rebuildDifferences: Math.max(one.rebuildDifferences, other.rebuildDifferences),
});
