import type { RecordedEvent } from '../event-store/event-store.ts';
import type { GridEvent } from './grid-decider.ts';
import type { GridData } from './grid-import.ts';
import type { GridChangeKind } from './grid-words.ts';

export interface GridChange {
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly kinds: readonly GridChangeKind[];
  /** As it was from then on; of a retired grid, as it was last. */
  readonly grid: GridData;
  readonly reason: string | null;
  readonly successorCode: string | null;
}

const kindsOf = (before: GridData | undefined, after: GridData, wasRetired: boolean): GridChangeKind[] => {
  if (before === undefined) return ['drawn'];
  const differs = (pick: (grid: GridData) => unknown): boolean =>
    JSON.stringify(pick(before)) !== JSON.stringify(pick(after));
  const kinds: [GridChangeKind, boolean][] = [
    ['broughtBack', wasRetired],
    ['redrawn', differs(({ geometry }) => geometry)],
    ['renamed', differs(({ name }) => name)],
    ['reassigned', differs(({ workerId }) => workerId)],
    ['redivided', differs(({ divisionCode }) => divisionCode)],
  ];
  return kinds.filter(([, isSo]) => isSo).map(([kind]) => kind);
};

/** What became of a grid, change by change, earliest first. */
export const gridHistory = (
  events: readonly (GridEvent & Pick<RecordedEvent, 'version' | 'recordedAt' | 'meta'>)[],
): readonly GridChange[] => {
  const changes: GridChange[] = [];
  let before: GridData | undefined;
  let isRetired = false;
  for (const event of events) {
    const { version, recordedAt: at, meta } = event;
    const known = { version, at, actor: meta.actor, reason: null, successorCode: null };
    if (event.type === 'GridDefined') {
      changes.push({ ...known, kinds: kindsOf(before, event.data, isRetired), grid: event.data });
      before = event.data;
      isRetired = false;
    } else if (before !== undefined) {
      const { reason, successorCode = null } = event.data;
      changes.push({ ...known, kinds: ['retired'], grid: before, reason, successorCode });
      isRetired = true;
    }
  }
  return changes;
};
