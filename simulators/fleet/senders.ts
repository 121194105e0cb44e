import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startModule } from '../processes.ts';
import type { FleetLine } from './plan.ts';
import { ledgerPath } from './product.ts';
import type { SenderConfig, SenderOrder, SenderReport } from './sender-config.ts';

type Progress = Extract<SenderReport, { kind: 'progress' }>;
export type SenderTotals = Omit<Extract<SenderReport, { kind: 'done' }>, 'kind'>;

export interface Senders {
  readonly ledgerPaths: readonly string[];
  /** Total over all processes, as far as they have reported. */
  progress(): Omit<Progress, 'kind' | 'phase'>;
  /** Resolves once all lines are connected; rejects when a process ends before. */
  readonly ready: Promise<void>;
  /** All begin now. */
  go(): void;
  /** No more reports; pending ones are still settled. */
  stop(): void;
  readonly done: Promise<SenderTotals>;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

/** Splits the lines over processes, so that each has about as many devices of each kind. */
const deal = (lines: readonly FleetLine[], processes: number): readonly (readonly FleetLine[])[] =>
  Array.from({ length: processes }, (_, n) => lines.filter((_line, index) => index % processes === n)).filter(
    (part) => part.length > 0,
  );

/** Starts the senders in separate processes: they take no time from the server's process, and share nothing with it. */
export const startSenders = async (
  folder: string,
  lines: readonly FleetLine[],
  processes: number,
  config: Omit<SenderConfig, 'lines' | 'ledgerPath' | 'seed'> & { readonly seed: number },
): Promise<Senders> => {
  const parts = deal(lines, processes);
  const children: ChildProcess[] = [];
  const latest: (Progress | undefined)[] = parts.map(() => undefined);
  const totals: SenderTotals[] = [];
  const readies: Promise<void>[] = [];
  const ends: Promise<void>[] = [];
  for (const [n, part] of parts.entries()) {
    const configPath = join(folder, `sender-${n}.json`);
    const own: SenderConfig = {
      ...config,
      lines: [...part] as SenderConfig['lines'],
      ledgerPath: ledgerPath(folder, n),
    };
    await writeFile(configPath, JSON.stringify(own), { mode: 0o600 });
    const child = startModule(new URL('./sender.ts', import.meta.url), [configPath], {}, true);
    children.push(child);
    readies.push(
      new Promise((resolve, reject) => {
        child.once('exit', (code) => reject(new Error(`a sender ended with ${code}`)));
        child.on('message', (report: SenderReport) => {
          if (report.kind === 'done') totals.push(report);
          else {
            latest[n] = report;
            if (report.phase === 'ready') resolve();
          }
        });
      }),
    );
    ends.push(
      new Promise((resolve, reject) =>
        child.once('exit', (code) =>
          code === 0 ? resolve() : reject(new Error(`a sender ended with ${code}`)),
        ),
      ),
    );
  }
  process.once('exit', () => {
    for (const child of children) child.kill('SIGTERM');
  });
  const order = (what: SenderOrder): void => {
    for (const child of children) if (child.connected) child.send(what);
  };
  const of = (field: 'connected' | 'published' | 'distinct' | 'acknowledged' | 'heldBack'): number =>
    sum(latest.map((progress) => progress?.[field] ?? 0));
  const done = Promise.all(ends).then((): SenderTotals => {
    if (totals.length < parts.length) throw new Error('a sender ended without its totals');
    const behaviours: Record<string, number> = {};
    for (const total of totals)
      for (const [name, count] of Object.entries(total.behaviours))
        behaviours[name] = (behaviours[name] ?? 0) + count;
    return {
      published: sum(totals.map(({ published }) => published)),
      acknowledgedWhileSending: sum(totals.map(({ acknowledgedWhileSending: count }) => count)),
      heldBack: sum(totals.map(({ heldBack }) => heldBack)),
      unacknowledged: sum(totals.map(({ unacknowledged }) => unacknowledged)),
      reconnects: sum(totals.map(({ reconnects }) => reconnects)),
      behaviours,
      senderDelayP99Ms: Math.max(...totals.map(({ senderDelayP99Ms }) => senderDelayP99Ms)),
    };
  });
  const ready = Promise.all(readies).then(() => undefined);
  // A caller that waits for one need not wait for the other.
  done.catch(() => undefined);
  ready.catch(() => undefined);
  return {
    ledgerPaths: parts.map((_, n) => ledgerPath(folder, n)),
    progress: () => ({
      connected: of('connected'),
      published: of('published'),
      distinct: of('distinct'),
      acknowledged: of('acknowledged'),
      heldBack: of('heldBack'),
    }),
    ready,
    go: () => order('go'),
    stop: () => order('stop'),
    done,
  };
};
