const WIDTH = 30;
const REDRAW_MS = 100;

/** A bar on a terminal, a line every tenth elsewhere. */
export const createProgressBar = (label: string, write: (text: string) => void, isTerminal: boolean) => {
  let drawnAt = 0;
  let lastTenth = -1;
  return (done: number, total: number): void => {
    const fraction = total === 0 ? 1 : Math.min(1, done / total);
    const finished = fraction === 1;
    const now = performance.now();
    if (isTerminal) {
      if (!finished && now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      const filled = Math.round(fraction * WIDTH);
      write(
        `\r${label} [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${Math.floor(fraction * 100)} %  ${done}/${total}${finished ? '\n' : ''}`,
      );
      return;
    }
    const tenth = Math.floor(fraction * 10);
    if (tenth === lastTenth) return;
    lastTenth = tenth;
    write(`${label} ${Math.floor(fraction * 100)} %  ${done}/${total}\n`);
  };
};
