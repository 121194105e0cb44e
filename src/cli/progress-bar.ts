const WIDTH = 30;
const REDRAW_MS = 100;

/** `3 s`, `12 min`: remaining time at the average rate so far; empty while that is not yet meaningful. */
const remaining = (startedAt: number, begunWith: number, done: number, total: number): string => {
  const elapsed = performance.now() - startedAt;
  if (done <= begunWith || elapsed < 1000) return '';
  const seconds = Math.ceil(((total - done) * elapsed) / (done - begunWith) / 1000);
  return seconds < 120 ? `, ${seconds} s left` : `, ${Math.ceil(seconds / 60)} min left`;
};

/** A bar on a terminal, otherwise a line for every tenth, each with the remaining time. */
export const createProgressBar = (label: string, write: (text: string) => void, isTerminal: boolean) => {
  let drawnAt = 0;
  let lastTenth = -1;
  const startedAt = performance.now();
  let begunWith: number | undefined;
  return (done: number, total: number): void => {
    begunWith ??= done;
    const fraction = total === 0 ? 1 : Math.min(1, done / total);
    const finished = fraction === 1;
    const now = performance.now();
    const left = finished ? '' : remaining(startedAt, begunWith, done, total);
    if (isTerminal) {
      if (!finished && now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      const filled = Math.round(fraction * WIDTH);
      write(
        `\r${label} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${Math.floor(fraction * 100)} %  ${done}/${total}${left}${finished ? '\n' : '  '}`,
      );
      return;
    }
    const tenth = Math.floor(fraction * 10);
    if (tenth === lastTenth) return;
    lastTenth = tenth;
    write(`${label} ${Math.floor(fraction * 100)} %  ${done}/${total}${left}\n`);
  };
};
