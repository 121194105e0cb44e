import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_CATALOGUE, EVENT_VERSIONS } from './event-catalogue.ts';
import type { Position, RecordedEvent } from './event-store/event-store.ts';
import { upcast } from './event-store/upcasting.ts';

/** The same sample of each type in each version that was ever written: `{type}.v{version}.json`. */
const folder = new URL('./testing/golden-events/', import.meta.url);
const sample = (type: string, version: number): unknown =>
  JSON.parse(readFileSync(new URL(`${type}.v${version}.json`, folder), 'utf8'));

const versions = Object.entries(EVENT_VERSIONS).flatMap(([type, current]) =>
  Array.from({ length: current }, (_, n) => ({ type, version: n + 1, current })),
);

describe('the catalogue of events', () => {
  it.each(versions)(
    'reads a stored $type of version $version in version $current',
    ({ type, version, current }) => {
      const stored: RecordedEvent = {
        position: '1' as Position,
        stream: 'golden',
        version: 1,
        id: '0190b6a2-7d3c-7c1e-9f8e-3a1b2c3d4e5f',
        type,
        schemaVersion: version,
        data: sample(type, version),
        meta: { actor: 'system' },
        recordedAt: '2026-11-24T00:00:00.000Z',
      };
      expect(upcast(stored, EVENT_CATALOGUE)).toEqual({
        ...stored,
        schemaVersion: current,
        data: sample(type, current),
      });
    },
  );

  it('has no sample of anything else', () => {
    expect(readdirSync(folder).sort()).toEqual(
      versions.map(({ type, version }) => `${type}.v${version}.json`).sort(),
    );
  });
});
