interface Hours {
  /** `HH:MM` in Asia/Shanghai; they may span midnight. */
  readonly from: string;
  readonly until: string;
}

const OFFSET_MS = 8 * 3_600_000;

/** Whether it is within the hours; `from` belongs to them, `until` does not. */
export const isQuietAt = ({ from, until }: Hours, now: number): boolean => {
  const time = new Date(now + OFFSET_MS).toISOString().slice(11, 16);
  return from < until ? time >= from && time < until : time >= from || time < until;
};
