import { describe, expect, it } from 'vitest';
import { EVENT_VERSIONS } from '../src/event-catalogue.ts';
import { createReadModels, readModelsChangedBy } from './index.ts';

const names = (types?: readonly string[]) => readModelsChangedBy(types).map(({ name }) => name.split('@')[0]);

describe('read models that a write changes', () => {
  it('are exactly those that handle one of its events', () => {
    expect(names(['CaseAccepted'])).toEqual(
      expect.arrayContaining(['case-list', 'case-timeline', 'board-counts']),
    );
    expect(names(['CaseAccepted'])).not.toContain('device-latest');
    expect(names(['DeviceRegistered', 'CaseAccepted'])).toEqual(
      expect.arrayContaining(['case-list', 'device-list']),
    );
  });

  it('are all of them if it is unknown what was written', () => {
    expect(names()).toHaveLength(createReadModels().length);
  });

  it('handle only events of the catalogue', () => {
    for (const { name, handles } of createReadModels())
      for (const type of handles) expect(EVENT_VERSIONS, `${name}: ${type}`).toHaveProperty(type);
  });
});
