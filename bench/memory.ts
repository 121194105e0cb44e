import { readdirSync, readFileSync } from 'node:fs';

const KIBIBYTES_PER_MEBIBYTE = 1024;

const field = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN) / KIBIBYTES_PER_MEBIBYTE;

/** Resident memory of a process, MiB (VmRSS of proc(5)). */
export const residentMb = (pid: number): number =>
  field(readFileSync(`/proc/${pid}/status`, 'latin1'), 'VmRSS');

const pidsOf = (command: string, parent: number): number[] => {
  const children = new Map<number, { pid: number; command: string }[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const end = stat.lastIndexOf(')');
      const of = Number(stat.slice(end + 2).split(' ')[1]);
      const process = { pid: Number(name), command: stat.slice(stat.indexOf('(') + 1, end) };
      children.set(of, [...(children.get(of) ?? []), process]);
    } catch {
      // It ended meanwhile.
    }
  }
  const below = (pid: number): number[] =>
    (children.get(pid) ?? []).flatMap((child) => [
      ...(child.command === command ? [child.pid] : []),
      ...below(child.pid),
    ]);
  return below(parent);
};

/**
 * Memory of the PostgreSQL that this process started, MiB: Pss, which counts memory shared by several of its processes once.
 * Null where other users' processes cannot be read.
 */
export const postgresMb = (): number | null => {
  try {
    const sizes = pidsOf('postgres', process.pid).map((pid) =>
      field(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'), 'Pss'),
    );
    return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return null;
  }
};

export interface Sample {
  /** Since the start of the measurement. */
  readonly seconds: number;
  readonly value: number;
}

/** The minimum of each window: it hides the sawtooth of the garbage collector, but shows memory that is never freed. */
export const windowMinima = (samples: readonly Sample[], windowSeconds: number): Sample[] => {
  const least = new Map<number, Sample>();
  for (const sample of samples) {
    const window = Math.floor(sample.seconds / windowSeconds);
    const earlier = least.get(window);
    if (earlier === undefined || sample.value < earlier.value) least.set(window, sample);
  }
  return [...least.values()];
};

/** Least-squares slope, units a minute; 0 of fewer than two samples. */
export const slopePerMinute = (samples: readonly Sample[]): number => {
  if (samples.length < 2) return 0;
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, each) => sum + of(each), 0) / samples.length;
  const [meanSeconds, meanValue] = [mean(({ seconds }) => seconds), mean(({ value }) => value)];
  let [covariance, variance] = [0, 0];
  for (const { seconds, value } of samples) {
    covariance += (seconds - meanSeconds) * (value - meanValue);
    variance += (seconds - meanSeconds) ** 2;
  }
  return (covariance / variance) * 60;
};
