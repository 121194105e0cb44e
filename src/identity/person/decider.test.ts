import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import type { PersonErased } from '../events.ts';
import { personDecider } from './decider.ts';

const data: PersonErased['data'] = {
  personId: 'petitioner-1',
  keyId: 'first',
  reason: '本人申请',
  at: '2026-11-28T08:00:00.000Z',
};
const erased: PersonErased = { type: 'PersonErased', data };
const erase = (given: PersonErased[], keyId: string) =>
  personDecider.decide({ type: 'ErasePerson', data: { ...data, keyId } }, fold(personDecider, given));

describe('a person', () => {
  it('is erased once under each key', () => {
    expect(erase([], 'first')).toEqual({ ok: true, events: [erased] });
    expect(erase([erased], 'first')).toEqual({ ok: true, events: [] });
  });

  it('who returned under another key is erased again', () => {
    expect(erase([erased], 'second')).toMatchObject({ events: [{ data: { keyId: 'second' } }] });
  });
});
