import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import { createCaseDecider } from '../case/decider.ts';
import { nextDueOf } from '../case/due-timers.ts';
import {
  acceptedCase,
  at,
  centre,
  dispatched,
  filed,
  report,
  reported,
  timing,
} from '../case/testing/case-histories.ts';
import { awaitedSteps, possibleSteps } from '../case/workflow.ts';
import type { CaseEvent, CaseLinksEvent } from '../events.ts';
import { type CaseLinksCommand, type CaseLinksState, caseLinksDecider } from './links.ts';

const reserve = (childId: string, parentId: string, linkId = `${childId}>${parentId}`): CaseLinksCommand => ({
  type: 'ReserveParent',
  childId,
  parentId,
  kind: 'duplicate',
  linkId,
  reason: '同一问题',
  at,
});
const add = (childId: string, parentId: string, linkId = `${childId}>${parentId}`): CaseLinksCommand => ({
  type: 'AddChild',
  childId,
  parentId,
  kind: 'duplicate',
  linkId,
  maxChildren: 10,
  at,
});

/** Streams of links by case, and the two steps of a link in any order among others. */
const createStreams = () => {
  const streams = new Map<string, CaseLinksState>();
  const read = (id: string) => streams.get(id) ?? caseLinksDecider.initialState;
  const give = (id: string, command: CaseLinksCommand): string => {
    const decision = caseLinksDecider.decide(command, read(id));
    if (!decision.ok) return decision.refusal.code;
    streams.set(id, decision.events.reduce(caseLinksDecider.evolve, read(id)));
    return 'ok';
  };
  return { streams, read, give };
};

describe('the links of a case', () => {
  it('has one parent at most, and not itself', () => {
    const { give } = createStreams();
    expect(give('a', reserve('a', 'a'))).toBe('linkToItself');
    expect(give('a', reserve('a', 'b'))).toBe('ok');
    expect(give('a', reserve('a', 'b'))).toBe('ok');
    expect(give('a', reserve('a', 'c'))).toBe('caseLinked');
  });

  it('is a child or a parent, never both', () => {
    const { give } = createStreams();
    give('a', reserve('a', 'b'));
    give('b', add('a', 'b'));
    expect(give('b', reserve('b', 'c'))).toBe('caseHasChildren');
    expect(give('a', add('d', 'a'))).toBe('parentIsChild');
  });

  it('takes ten children and no eleventh, until one is removed', () => {
    const { give, read } = createStreams();
    for (let n = 0; n < 10; n += 1) expect(give('p', add(`c${n}`, 'p'))).toBe('ok');
    expect(give('p', add('c10', 'p'))).toBe('tooManyChildren');
    expect(give('p', add('c3', 'p'))).toBe('ok');
    expect(read('p').children).toHaveLength(10);
    give('p', { type: 'RemoveChild', linkId: 'c3>p', at });
    expect(give('p', add('c10', 'p'))).toBe('ok');
  });

  it('does not restore a link that was undone', () => {
    const { give, read } = createStreams();
    give('p', add('a', 'p'));
    give('p', { type: 'RemoveChild', linkId: 'a>p', at });
    expect(give('p', add('a', 'p'))).toBe('ok');
    expect(read('p').children).toEqual([]);
  });

  it('makes neither chains nor cycles, in whatever order the steps of many links come', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const wish = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids));
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (wishes, order) => {
        const { give, read } = createStreams();
        const running = wishes.map(([child, parent], n) => {
          const linkId = `${n}`;
          return [
            () => give(child, reserve(child, parent, linkId)) === 'ok',
            () =>
              give(parent, add(child, parent, linkId)) === 'ok' ||
              give(child, { type: 'ReleaseParent', linkId, at }) === '',
          ];
        });
        for (const next of order) {
          const open = running.filter((steps) => steps.length > 0);
          if (open.length === 0) break;
          const steps = open[next % open.length]!;
          if (!steps.shift()!()) steps.length = 0;
        }
        for (const id of ids) {
          const { parent, children } = read(id);
          if (children.length > 0) expect(parent).toBeNull();
          if (parent !== null)
            expect(read(parent.parentId).children.map(({ childId }) => childId)).toContain(id);
        }
      }),
    );
  });

  it('folds each of its events', () => {
    const link = { childId: 'a', parentId: 'p', linkId: 'l', at };
    const events: CaseLinksEvent[] = [
      { type: 'CaseParentReserved', data: { ...link, kind: 'child', reason: '并案' } },
      { type: 'CaseParentReleased', data: link },
      { type: 'CaseChildAdded', data: { ...link, kind: 'child' } },
    ];
    expect(fold(caseLinksDecider, events)).toMatchObject({ parent: null, children: [{ childId: 'a' }] });
    expect(fold(caseLinksDecider, [...events, { type: 'CaseChildRemoved', data: link }]).children).toEqual(
      [],
    );
  });
});

const link = {
  type: 'LinkToParent',
  parentId: 'p',
  parentNumber: '140105-20260304-00002',
  kind: 'duplicate',
  linkId: 'l',
  linkableStages: ['reported', 'accepted', 'filed'],
  reason: '同一问题',
  at,
} as const;
const linked: CaseEvent = {
  type: 'CaseLinkedAsDuplicate',
  data: {
    caseId: 'c-1',
    parentId: 'p',
    parentNumber: link.parentNumber,
    linkId: 'l',
    reason: '同一问题',
    clocks: [],
    at,
  },
};
const caseDecider = createCaseDecider(timing);
const given = (...events: CaseEvent[]) => fold(caseDecider, events);
const code = (decision: ReturnType<typeof caseDecider.decide>) =>
  decision.ok ? 'ok' : decision.refusal.code;

describe('a merged case', () => {
  it('must not have been dispatched yet', () => {
    expect(caseDecider.decide(link, given(reported))).toEqual({ ok: true, events: [linked] });
    expect(code(caseDecider.decide(link, given(reported, acceptedCase, filed)))).toBe('ok');
    expect(code(caseDecider.decide(link, given(reported, acceptedCase, filed, dispatched)))).toBe(
      'caseNotLinkable',
    );
    expect(code(caseDecider.decide({ ...link, reason: ' ' }, given(reported)))).toBe('textMissing');
    expect(code(caseDecider.decide({ ...link, linkId: 'm' }, given(reported, linked)))).toBe('caseLinked');
  });

  it('takes no steps, but accepts further alarms', () => {
    const state = given(reported, linked);
    const accept = { type: 'AcceptCase', opinion: '属实', actor: centre, at } as const;
    const voided = { type: 'VoidCase', reason: '误报', actor: centre, at } as const;
    expect(code(caseDecider.decide(accept, state))).toBe('caseLinked');
    expect(code(caseDecider.decide(voided, state))).toBe('caseLinked');
    const alarm = { type: 'AttachAlarm', alarmId: 'a-2', deviceId: 'd', severity: 'orange', at } as const;
    expect(code(caseDecider.decide(alarm, state))).toBe('ok');
  });

  it('continues in its previous stage once it is unlinked', () => {
    const unlinked: CaseEvent = {
      type: 'CaseUnlinked',
      data: { caseId: 'c-1', parentId: 'p', linkId: 'l', reason: '另一处', at },
    };
    const state = given(reported, acceptedCase, linked, unlinked);
    expect(state).toMatchObject({ stage: 'accepted', link: null });
    expect(state).toEqual(given(reported, acceptedCase));
    const stale = { type: 'UnlinkFromParent', linkId: 'l', reason: '另一处', at } as const;
    expect(caseDecider.decide(stale, state)).toEqual({ ok: true, events: [] });
  });

  it('is answered once, by the link that it has', () => {
    const answer = {
      type: 'AnswerByParent',
      linkId: 'l',
      parentNumber: link.parentNumber,
      opinion: '已修复',
      at,
    } as const;
    const decision = caseDecider.decide(answer, given(reported, linked));
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'CaseAnsweredByParent' }] });
    const answered = decision.ok ? given(reported, linked, ...decision.events) : given();
    expect(answered.stage).toBe('closed');
    expect(caseDecider.decide(answer, answered)).toEqual({ ok: true, events: [] });
    expect(caseDecider.decide({ ...answer, linkId: 'other' }, given(reported, linked))).toEqual({
      ok: true,
      events: [],
    });
    expect(
      code(caseDecider.decide({ type: 'UnlinkFromParent', linkId: 'l', reason: '另一处', at }, answered)),
    ).toBe('caseEnded');
  });

  describe('while it is merged', () => {
    const minutesLater = (minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString();
    const eventsAfter = (events: readonly CaseEvent[], command: Parameters<typeof caseDecider.decide>[0]) => {
      const decision = caseDecider.decide(command, given(...events));
      if (!decision.ok) throw new Error(decision.refusal.code);
      return [...events, ...decision.events];
    };
    const withClocks = eventsAfter([], { type: 'ReportCase', data: report });
    const merged = eventsAfter(withClocks, { ...link, at: minutesLater(5) });

    it('waits for nobody, and its clocks are paused', () => {
      const state = given(...merged);
      expect([possibleSteps(state), awaitedSteps(state), nextDueOf(state)]).toEqual([[], [], null]);
      expect(state.clocks.accept).toMatchObject({ state: 'paused', usedMs: 5 * 60_000 });
      expect(eventsAfter(merged, { type: 'ApplyDueTimers', at: minutesLater(600) })).toEqual(merged);
    });

    it('its clocks keep what they had left', () => {
      const unlink = {
        type: 'UnlinkFromParent',
        linkId: 'l',
        reason: '另一处',
        at: minutesLater(600),
      } as const;
      const state = given(...eventsAfter(merged, unlink));
      // Acceptance has 15 minutes: ten of them are left.
      expect(state.clocks.accept).toMatchObject({
        state: 'running',
        deadline: minutesLater(610),
        light: 'green',
      });
      expect(nextDueOf(state)).toBe(minutesLater(607));
      expect(possibleSteps(state)).not.toEqual([]);
    });

    it('timers due before are applied before', () => {
      const events = eventsAfter(withClocks, { ...link, at: minutesLater(13) });
      expect(events.map(({ type }) => type)).toEqual([
        'CaseReported',
        'CaseLightChanged',
        'CaseLinkedAsDuplicate',
      ]);
    });

    it('a suspended case is not', () => {
      const state = { ...given(...withClocks), suspendedUntil: minutesLater(600) };
      expect(code(caseDecider.decide(link, state))).toBe('caseSuspended');
    });

    it('the answer ends its clocks', () => {
      const { parentNumber } = link;
      const answer = { type: 'AnswerByParent', linkId: 'l', parentNumber, opinion: '已修复' } as const;
      const state = given(...eventsAfter(merged, { ...answer, at: minutesLater(600) }));
      expect(state).toMatchObject({ stage: 'closed', closedAt: minutesLater(600) });
      expect(state.clocks.accept).toMatchObject({ state: 'stopped', usedMs: 5 * 60_000 });
      expect([possibleSteps(state), nextDueOf(state)]).toEqual([[], null]);
    });
  });
});
