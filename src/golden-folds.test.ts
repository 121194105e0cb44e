import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_VERSIONS } from './event-catalogue.ts';
import type { DomainEvent } from './event-store/event-store.ts';
import { CASE_EVENT_TABLE, type CaseEvent, type CaseEventRow } from './governance/events.ts';
import { foldCase, stageAfter } from './governance/index.ts';
import { GOLDEN_KINDS, type GoldenKind } from './testing/golden-kinds.ts';

const versions: Readonly<Record<string, number>> = EVENT_VERSIONS;
const events = new URL('./testing/golden-events/', import.meta.url);
const folds = new URL('./testing/golden-folds/', import.meta.url);

/** The sample of this version; that older ones are read as this one, the catalogue's test tells. */
const sample = (type: string): DomainEvent => ({
  type,
  data: JSON.parse(readFileSync(new URL(`${type}.v${versions[type]}.json`, events), 'utf8')),
});

const plain = (value: unknown): unknown => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, plain(each)]));
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
};
const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What of a state another one has differently, by path. */
const changes = (before: unknown, after: unknown, path = ''): Record<string, unknown> => {
  if (JSON.stringify(before) === JSON.stringify(after)) return {};
  if (!isFields(before) || !isFields(after)) return { [path]: after === undefined ? '(gone)' : after };
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.assign(
    {},
    ...[...keys].map((key) => changes(before[key], after[key], path === '' ? key : `${path}.${key}`)),
  );
};

/** What happened before is about the same things as what happens then. */
const sampleBefore = (type: string, then: DomainEvent, sameIds: readonly string[]): DomainEvent => {
  const { data } = sample(type) as { data: Record<string, unknown> };
  const theirs = then.data as Record<string, unknown>;
  const same = sameIds.filter((id) => id in data && id in theirs).map((id) => [id, theirs[id]]);
  return { type, data: { ...data, ...Object.fromEntries(same) } };
};

const changesOf = ({ initialState, evolve, given, sameIds = [] }: GoldenKind, type: string) => {
  const event = sample(type);
  const before = given[type]!.reduce(
    (state, each) => evolve(state, sampleBefore(each, event, sameIds)),
    initialState,
  );
  return changes(plain(before), plain(evolve(before, event)));
};

/** Events that no decider folds: records of what devices sent, published data, and what only projections read. */
const NOT_FOLDED = [
  'ActionAudited',
  'AlarmStormBegan',
  'AlarmStormEnded',
  'AlarmTimePassed',
  'CaseNumberReserved',
  'CaseRulesPublished',
  'CrosswalkPublished',
  'DetectionRecorded',
  'DeviceClocksCarriedForward',
  'DispatchDecided',
  'DuplicateRulesPublished',
  'IndexComputed',
  'IndexTablePublished',
  'LatestReadingsCarriedForward',
  'LogRangeArchived',
  'NotificationRulesPublished',
  'ReadingsRecorded',
  'RefusalsCounted',
  'RejectionsArchived',
  'ReportedSlotsArchived',
  'StationPictureRecorded',
  'WorkCalendarPublished',
];

describe('what a stored event means', () => {
  // A change of what is expected here is a change of what the log has said all along: run vitest with -u only where that is meant.
  it.each(Object.entries(GOLDEN_KINDS))('to a %s is unchanged', async (name, kind) => {
    const meaning = Object.fromEntries(
      Object.keys(kind.given).map((type) => [type, changesOf(kind, type)] as const),
    );
    await expect(`${JSON.stringify(meaning, null, 2)}\n`).toMatchFileSnapshot(
      new URL(`${name}.json`, folds).pathname,
    );
  });

  it('is recorded for every event, once', () => {
    const folded = Object.values(GOLDEN_KINDS).flatMap(({ given }) => Object.keys(given));
    expect([...folded, ...NOT_FOLDED].sort()).toEqual(Object.keys(versions).sort());
  });

  it('is recorded for nothing else', () => {
    expect(readdirSync(folds).sort()).toEqual(
      Object.keys(GOLDEN_KINDS)
        .map((name) => `${name}.json`)
        .sort(),
    );
  });

  it('to a case is among the stages that its row names', () => {
    for (const [type, row] of Object.entries(CASE_EVENT_TABLE) as [string, CaseEventRow][]) {
      const before = foldCase(GOLDEN_KINDS.case!.given[type]!.map(sample)).stage;
      const after = stageAfter(before, sample(type) as CaseEvent);
      expect(row.to ?? [before], type).toContain(after);
    }
  });
});
