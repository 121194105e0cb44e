import { describe, expect, it } from 'vitest';
import type { CommandHandler } from '../../commands/command-handler.ts';
import {
  type CodeSetData,
  codeSetTemplate,
  type FilingStandardData,
  readCodeSetSheet,
  readStandardSheet,
  standardTemplate,
} from '../../governance/index.ts';
import { createCodeSetImport } from './code-set-import.ts';
import { createStandardImport } from './standard-import.ts';

/** Runs deciders on states in memory; the known standards are read from them. */
const setUp = () => {
  const states = new Map<string, unknown>();
  const handle: CommandHandler = async ({ stream, decider, command }) => {
    const before = (states.get(stream) ?? decider.initialState) as typeof decider.initialState;
    const decision = decider.decide(command, before);
    if (!decision.ok) return decision;
    const state = decision.events.reduce((known, event) => decider.evolve(known, event), before);
    states.set(stream, state);
    return { ok: true, state, version: 1, position: undefined, replayed: false };
  };
  const known = {
    standard: (id: string) => states.get(`standard-${id}`) as FilingStandardData | undefined,
    codeSet: (id: string) => states.get(`code-set-${id}`) as CodeSetData | undefined,
  };
  return {
    standards: createStandardImport({ handle, known, readSheet: readStandardSheet }),
    codeSets: createCodeSetImport({ handle, known, readSheet: readCodeSetSheet }),
  };
};

const bytes = (text: string) => new TextEncoder().encode(text);
const ACTOR = { actor: 'user:u1' };
const UNSAID = { name: undefined, source: undefined, importedBy: 'u1' };

describe('the import of a filing standard', () => {
  const asked = { standardId: 'town', codeSetId: undefined, kind: undefined };

  it('copies missing data from the previous version', async () => {
    const { standards } = setUp();
    const first = await standards.check(bytes(standardTemplate()), asked);
    if (first.kind !== 'checked') throw new Error(first.kind);
    expect(await standards.publish(first, { ...UNSAID, name: '某市标准' }, ACTOR)).toMatchObject({
      state: { name: '某市标准', source: '由 u1 导入', standardVersion: 1 },
    });
    const again = await standards.check(bytes(standardTemplate()), asked);
    if (again.kind !== 'checked') throw new Error(again.kind);
    expect(await standards.publish(again, { ...UNSAID, source: '市政府' }, ACTOR)).toMatchObject({
      state: { name: '某市标准', source: '市政府', standardVersion: 2 },
    });
  });

  it('names a code set that does not exist', async () => {
    const { standards } = setUp();
    expect(await standards.check(bytes(standardTemplate()), { ...asked, codeSetId: 'none' })).toEqual({
      kind: 'unknownCodeSet',
      codeSetId: 'none',
    });
  });

  it('is checked against the code set of the previous version', async () => {
    const { standards, codeSets } = setUp();
    const codes = { codeSetId: 'town-codes', minorDigits: undefined, kind: undefined };
    const words = { ...UNSAID, standard: '某市代码', validFrom: undefined, complete: true };
    await codeSets.publish(await codeSets.check(bytes(codeSetTemplate()), codes), words, ACTOR);
    const sheet = bytes(standardTemplate());
    const first = await standards.check(sheet, { ...asked, codeSetId: 'town-codes' });
    if (first.kind !== 'checked') throw new Error(first.kind);
    await standards.publish(first, UNSAID, ACTOR);
    expect(await standards.check(sheet, asked)).toMatchObject({
      codeSet: { codeSetId: 'town-codes', standard: '某市代码' },
    });
  });
});

it('a code set keeps the digits of the previous version', async () => {
  const { codeSets } = setUp();
  const asked = { codeSetId: 'codes', minorDigits: 3, kind: undefined };
  const words = { ...UNSAID, standard: undefined, validFrom: undefined, complete: false };
  const checked = await codeSets.check(bytes(codeSetTemplate(3)), asked);
  expect(await codeSets.publish(checked, words, ACTOR)).toMatchObject({
    state: { minorDigits: 3, partial: true, name: 'codes', codeSetVersion: 1 },
  });
  const again = await codeSets.check(bytes(codeSetTemplate(3)), { ...asked, minorDigits: undefined });
  expect(again).toMatchObject({ minorDigits: 3, report: { problemCount: 0 } });
});
