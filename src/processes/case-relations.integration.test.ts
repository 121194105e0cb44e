import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import calendar from '../../data/calendars/china.json' with { type: 'json' };
import caseRules from '../../data/governance/case-rules.json' with { type: 'json' };
import rulesFile from '../../data/governance/duplicate-rules.json' with { type: 'json' };
import { createCaseLinks } from '../application/case-links.ts';
import { readCaseTiming } from '../application/case-timing.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import type { EventStore, Position, RecordedEvent } from '../event-store/event-store.ts';
import { createPostgresEventStore } from '../event-store/postgres/postgres-event-store.ts';
import { caseLinksStream, caseRulesStream, caseStream, foldCase } from '../governance/index.ts';
import { systemClock } from '../platform/clock.ts';
import { newId } from '../platform/ids.ts';
import { MIGRATED } from '../testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { createCaseRelations } from './case-relations.ts';

let database: TestDatabase;
let store: EventStore;

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  store = createPostgresEventStore({ url: database.url, clock: systemClock });
  await database.sql`insert into duplicate_rules values ('shanxi', 1, ${JSON.stringify(rulesFile)}::jsonb)`;
  await publish('calendar-china', 'WorkCalendarPublished', calendar);
  await publish(caseRulesStream(caseRules.rulesId), 'CaseRulesPublished', caseRules);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const publish = (stream: string, type: string, data: object) =>
  store.append({
    stream,
    expected: 'any',
    events: [{ id: newId(), type, schemaVersion: 1, data, meta: { actor: 'system' } }],
  });

const rules = { maxChildren: 10, linkableStages: ['reported', 'accepted', 'filed'] as const };
const limits = { ...rules, linkableStages: [...rules.linkableStages] };
const at = '2026-11-24T01:00:00.000Z';
const person = { actor: 'user:acceptor' };

const append = (caseId: string, type: string, data: object) =>
  store.append({
    stream: caseStream(caseId),
    expected: 'any',
    events: [
      { id: newId(), type, schemaVersion: 1, data: { caseId, at, ...data }, meta: { actor: 'user:x' } },
    ],
  });
const report = async () => {
  const caseId = newId();
  await append(caseId, 'CaseReported', {
    caseNumber: `140106-${caseId.slice(-5)}`,
    source: 'public',
    reporterId: 'x',
    petitioner: null,
    description: '积水',
    location: { lon: 112.58, lat: 37.86, address: '' },
    divisionCode: '140106',
    gridCode: null,
    matterCode: null,
    severity: null,
    photos: [],
    alarm: null,
  });
  return caseId;
};
const close = (caseId: string) => append(caseId, 'CaseClosed', { opinion: '已排干', inTime: true });
const types = async (caseId: string) => (await store.readStream(caseStream(caseId))).map(({ type }) => type);
const linkTypes = async (caseId: string) =>
  (await store.readStream(caseLinksStream(caseId))).map(({ type }) => type);
const stateOf = async (caseId: string) => foldCase(await store.readStream(caseStream(caseId)));

/** A store that stops answering after a number of appends, as if its process were killed. */
const dyingAfter = (appends: number): EventStore => {
  let left = appends;
  return {
    ...store,
    append: (request) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('killed')) : store.append(request);
    },
  };
};
const linksOn = (on: EventStore = store) =>
  createCaseLinks(on, createCommandHandler(on), () => readCaseTiming(on));
const request = (childId: string, parentId: string) => ({
  childId,
  parentId,
  kind: 'duplicate' as const,
  linkId: newId(),
  reason: '同一处积水',
  at,
});

/** Everything in the log since a position, given to the process: again and again changes nothing. */
const react = async (since: Position, on: EventStore = store): Promise<void> => {
  const process = createCaseRelations(on);
  let after = since;
  for (;;) {
    const events = await store.readAll({ after, limit: 1000, filter: { types: process.handles } });
    if (events.length === 0) return;
    await process.project(events as readonly RecordedEvent[], database.sql);
    after = events.at(-1)!.position;
  }
};

describe('the links of cases', () => {
  it('are completed when the server was killed after any of their steps', async () => {
    for (const steps of [1, 2]) {
      const since = await store.head();
      const [parent, child] = [await report(), await report()];
      const link = request(child, parent);
      await expect(linksOn(dyingAfter(steps)).link(link, limits, person)).rejects.toThrow('killed');
      expect((await stateOf(child)).link, `after ${steps}`).toBeNull();
      await react(since);
      expect(await stateOf(child), `after ${steps}`).toMatchObject({
        link: { parentId: parent, linkId: link.linkId },
      });
      const [, linked] = await store.readStream(caseStream(child));
      expect(linked).toMatchObject({ type: 'CaseLinkedAsDuplicate', meta: person });
      await react(since);
      expect(await linkTypes(parent)).toEqual(['CaseChildAdded']);
      expect(await linkTypes(child)).toEqual(['CaseParentReserved']);
    }
  });

  it('leave nothing behind if the parent refuses', async () => {
    const [top, parent, child] = [await report(), await report(), await report()];
    expect(await linksOn().link(request(parent, top), limits, person)).toMatchObject({ ok: true });
    const refused = await linksOn().link(request(child, parent), limits, person);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'parentIsChild' } });
    expect(await linkTypes(child)).toEqual([]);
    expect(await linksOn().link(request(child, top), limits, person)).toMatchObject({ ok: true });
  });

  it('are undone if the parent refuses in the meantime', async () => {
    const [top, parent, child] = [await report(), await report(), await report()];
    let isFirst = true;
    const overtaken: EventStore = {
      ...store,
      async append(appended) {
        if (isFirst) {
          isFirst = false;
          await linksOn().link(request(parent, top), limits, person);
        }
        return store.append(appended);
      },
    };
    const refused = await linksOn(overtaken).link(request(child, parent), limits, person);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'parentIsChild' } });
    expect(await linkTypes(child)).toEqual(['CaseParentReserved', 'CaseParentReleased']);
    expect(await linksOn().link(request(child, top), limits, person)).toMatchObject({ ok: true });
  });

  it('allow ten children and no chain, however many are made at once', async () => {
    const since = await store.head();
    const ids = await Promise.all(Array.from({ length: 14 }, report));
    const [parent, other, ...children] = ids as [string, string, ...string[]];
    const outcomes = await Promise.all([
      ...children.map((child) => linksOn().link(request(child, parent), limits, person)),
      linksOn().link(request(parent, other), limits, person),
      linksOn().link(request(other, parent), limits, person),
      react(since),
    ]);
    await react(since);
    const linked = (await Promise.all(ids.map(stateOf))).filter(({ link }) => link !== null);
    expect(outcomes.filter((outcome) => outcome?.ok === true)).toHaveLength(linked.length);
    expect(linked.length).toBeLessThanOrEqual(10);
    const parents = new Set(linked.map(({ link }) => link!.parentId));
    for (const { caseId } of linked) expect(parents.has(caseId)).toBe(false);
  });
});

describe('when a parent ends', () => {
  it('closing it answers its children, once, even after a kill in between', async () => {
    const [parent, ...children] = await Promise.all(Array.from({ length: 4 }, report));
    for (const child of children) await linksOn().link(request(child, parent!), limits, person);
    const since = await store.head();
    await close(parent!);
    await expect(react(since, dyingAfter(2))).rejects.toThrow('killed');
    await react(since);
    await react(since);
    for (const child of children)
      expect(await types(child)).toEqual(['CaseReported', 'CaseLinkedAsDuplicate', 'CaseAnsweredByParent']);
    const [, , answer] = await store.readStream(caseStream(children[0]!));
    expect(answer!.data).toMatchObject({ parentId: parent, opinion: '已排干' });
  });

  it('closing it by force answers them with its reason', async () => {
    const [parent, child] = [await report(), await report()];
    await linksOn().link(request(child, parent), limits, person);
    const since = await store.head();
    await append(parent, 'CaseForceClosed', { from: 'handling', reason: '已由工程处理' });
    await react(since);
    const [, , answer] = await store.readStream(caseStream(child));
    expect(answer).toMatchObject({ type: 'CaseAnsweredByParent', data: { opinion: '已由工程处理' } });
  });

  it('voiding, rejecting or declining it releases them, and they can be linked again', async () => {
    for (const type of ['CaseVoided', 'CaseRejected', 'CaseFilingDeclined']) {
      const [parent, child, other] = [await report(), await report(), await report()];
      await linksOn().link(request(child, parent), limits, person);
      const since = await store.head();
      await append(parent, type, { reason: '误报' });
      await react(since);
      await react(since);
      expect(await stateOf(child)).toMatchObject({ stage: 'reported', link: null });
      expect(await linkTypes(parent)).toEqual(['CaseChildAdded', 'CaseChildRemoved']);
      expect(await linksOn().link(request(child, other), limits, person)).toMatchObject({ ok: true });
    }
  });

  it('a link made meanwhile is answered as well', async () => {
    const [parent, child] = [await report(), await report()];
    const since = await store.head();
    const link = request(child, parent);
    // The reservation and the parent's stream are written, the case is not.
    await expect(linksOn(dyingAfter(2)).link(link, limits, person)).rejects.toThrow('killed');
    await close(parent);
    const closed = (await store.readAll({ after: since, limit: 100 })).filter(
      ({ type }) => type === 'CaseClosed',
    );
    await createCaseRelations(store).project(closed, database.sql);
    expect(await types(child)).toEqual(['CaseReported']);
    await react(since);
    expect(await types(child)).toEqual(['CaseReported', 'CaseLinkedAsDuplicate', 'CaseAnsweredByParent']);
  });

  it('a late repeat of a link that was undone does not make it again', async () => {
    const since = await store.head();
    const [parent, child] = [await report(), await report()];
    await linksOn().link(request(child, parent), limits, person);
    expect(await linksOn().unlink({ childId: child, reason: '另一处', at }, person)).toMatchObject({
      ok: true,
    });
    await react(since);
    expect(await types(child)).toEqual(['CaseReported', 'CaseLinkedAsDuplicate', 'CaseUnlinked']);
    expect(await linkTypes(child)).toEqual(['CaseParentReserved', 'CaseParentReleased']);
    expect(await linkTypes(parent)).toEqual(['CaseChildAdded', 'CaseChildRemoved']);
  });
});
