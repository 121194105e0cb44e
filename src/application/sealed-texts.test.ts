import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_VERSIONS } from '../event-catalogue.ts';
import type {
  AppendRequest,
  EventStore,
  NewEvent,
  Position,
  RecordedEvent,
} from '../event-store/event-store.ts';
import { FREE_TEXT } from '../free-text.ts';
import { createVault, type PersonKey, replaceTexts } from '../identity/index.ts';
import { openTexts, withSealedTexts } from './sealed-texts.ts';

const SECRETS = ['13812345678', '140105199001011238', '张三丰', '7654321'];
const TYPED = '报警人张三丰，电话13812345678，家里0351-7654321，身份证140105199001011238';

const openVault = () => {
  const keys = new Map<string, PersonKey>();
  const vault = createVault({
    getKey: async (personId) => keys.get(personId) ?? null,
    createKey: async (personId) => {
      const key = { keyId: `key-${personId}`, key: randomBytes(32) };
      keys.set(personId, key);
      return key;
    },
    randomBytes,
  });
  return { keys, vault };
};

/** A store that records the appended requests in order. */
const openStore = () => {
  const requests: AppendRequest[] = [];
  const take = async (request: AppendRequest) => {
    requests.push(request);
    return { status: 'appended', version: 1, position: '1' as Position } as const;
  };
  const store = {
    append: take,
    appendMany: async (all: readonly AppendRequest[]) => Promise.all(all.map(take)),
    readStream: async (stream: string) =>
      requests.filter((request) => request.stream === stream).flatMap(({ events }) => events),
  } as unknown as EventStore;
  return { requests, store };
};

const sample = (type: string): unknown =>
  JSON.parse(
    readFileSync(
      new URL(
        `../testing/golden-events/${type}.v${(EVENT_VERSIONS as Record<string, number>)[type]}.json`,
        import.meta.url,
      ),
      'utf8',
    ),
  );

const eventOf = (type: string, data: unknown, schemaVersion = 9): NewEvent => ({
  id: 'id',
  type,
  schemaVersion,
  data,
  meta: { actor: 'user:u' },
});
const recorded = (stream: string, event: NewEvent): RecordedEvent => ({
  schemaVersion: 1,
  ...event,
  stream,
  version: 1,
  position: '1' as Position,
  recordedAt: '2026-11-28T00:00:00.000Z',
});

describe('free text before it is written', () => {
  it.each(Object.keys(FREE_TEXT))(
    '%s contains nothing in plain, whatever field it was typed into',
    async (type) => {
      const { vault } = openVault();
      const { requests, store } = openStore();
      const { paths, maskedOnly } = FREE_TEXT[type]!;
      const typed = replaceTexts(sample(type), paths, () => TYPED);
      await withSealedTexts(store, vault).append({
        stream: 'thing-1',
        expected: 'any',
        events: [eventOf(type, typed)],
      });
      const [written] = requests[0]!.events;
      for (const secret of SECRETS) expect(JSON.stringify(written)).not.toContain(secret);
      const opened = await openTexts(recorded('thing-1', written!), vault);
      const there = paths.filter((path) => {
        let found = false;
        replaceTexts(sample(type), [path], (text) => {
          found = true;
          return text;
        });
        return found;
      });
      expect(opened).toEqual(maskedOnly ? {} : Object.fromEntries(there.map((path) => [path, TYPED])));
    },
  );

  it('is unchanged if it names nobody, and so is everything else', async () => {
    const { vault, keys } = openVault();
    const { requests, store } = openStore();
    const request: AppendRequest = {
      stream: 'case-1',
      expected: 'any',
      events: [eventOf('CaseAccepted', { caseId: '13812345678', opinion: '情况属实' })],
    };
    const readings = { ...request, events: [eventOf('ReadingsRecorded', { deviceId: 'd', note: TYPED })] };
    await withSealedTexts(store, vault).appendMany([request, readings]);
    expect(requests.map(({ events }) => events[0]!.data)).toEqual([
      request.events[0]!.data,
      readings.events[0]!.data,
    ]);
    expect(keys.size).toBe(0);
  });

  it('can no longer be decrypted when the key of the person is deleted', async () => {
    const { vault, keys } = openVault();
    const { requests, store } = openStore();
    const event = eventOf('CaseAccepted', { caseId: '1', opinion: TYPED });
    await withSealedTexts(store, vault).append({ stream: 'case-1', expected: 'any', events: [event] });
    expect([...keys.keys()]).toEqual(['petitioner-1']);
    keys.clear();
    expect(await openTexts(recorded('case-1', requests[0]!.events[0]!), vault)).toEqual({});
  });

  it('hides the petitioner’s own name wherever it occurs in the case', async () => {
    const { vault } = openVault();
    const { requests, store } = openStore();
    const sealing = withSealedTexts(store, vault);
    const petitioner = {
      personId: 'petitioner-1',
      name: await vault.seal('petitioner-1', '欧阳小明'),
      phone: await vault.seal('petitioner-1', '7654321'),
    };
    await sealing.append({
      stream: 'case-1',
      expected: 'none',
      events: [
        eventOf('CaseReported', {
          caseId: '1',
          petitioner,
          description: '欧阳小明家门口漏水，可打7654321',
          location: { address: '欧阳小明家' },
        }),
      ],
    });
    await sealing.append({
      stream: 'case-1',
      expected: 1,
      events: [eventOf('CaseAccepted', { caseId: '1', opinion: '已联系欧阳小明' })],
    });
    expect(JSON.stringify(requests)).not.toMatch(/欧阳小明|7654321/);
    expect(requests[1]!.events[0]!.data).toMatchObject({ opinion: '已联系欧*' });
  });

  it('of an earlier release is read from the event itself', async () => {
    const { vault } = openVault();
    const old = recorded('case-1', eventOf('CaseAccepted', { caseId: '1', opinion: TYPED }, 1));
    expect(await openTexts(old, vault)).toEqual({ opinion: TYPED });
  });
});
