import type { AppendRequest, EventStore, NewEvent, RecordedEvent } from '../event-store/event-store.ts';
import { FREE_TEXT, personNamedIn } from '../free-text.ts';
import {
  keyIdOf,
  maskText,
  type Recognising,
  replaceTexts,
  type Sealed,
  type Vault,
} from '../identity/index.ts';
import { createKnownPetitioners } from './known-petitioner.ts';

/** Original texts by field, for fields that contained personal data. */
export type OpenedTexts = Readonly<Record<string, string>>;

const sealEvent = async (
  event: NewEvent,
  personId: string,
  known: Recognising,
  vault: Vault,
): Promise<NewEvent> => {
  const free = FREE_TEXT[event.type];
  if (free === undefined) return event;
  const originals: [string, string][] = [];
  const data = replaceTexts(event.data, free.paths, (text, path) => {
    const masked = maskText(text, known);
    if (masked !== text) originals.push([path, text]);
    return masked;
  });
  if (originals.length === 0) return event;
  if (free.maskedOnly) return { ...event, data };
  const sealedTexts: Record<string, Sealed> = {};
  for (const [path, text] of originals) sealedTexts[path] = await vault.seal(personId, text);
  const [first] = Object.values(sealedTexts);
  return {
    ...event,
    data,
    meta: { ...event.meta, dataClass: 'personal', keyId: event.meta.keyId ?? keyIdOf(first!), sealedTexts },
  };
};

/**
 * Wraps the store so that no free text is written as typed: telephone and identity numbers, cards and names are masked in the data,
 * and the original texts are sealed in addition. It wraps every writer, so that no route, process or command can bypass it.
 * A repeat is recognised by the masked data, since the sealed form differs each time.
 */
export const withSealedTexts = (store: EventStore, vault: Vault): EventStore => {
  const knownIn = createKnownPetitioners(store, vault);
  const holdsText = ({ events }: AppendRequest) => events.some(({ type }) => type in FREE_TEXT);
  const seal = async (request: AppendRequest): Promise<AppendRequest> => {
    if (!holdsText(request)) return request;
    const personId = personNamedIn(request.stream);
    const known = { known: await knownIn(personId, request) };
    return {
      ...request,
      events: await Promise.all(request.events.map((event) => sealEvent(event, personId, known, vault))),
    };
  };
  return {
    ...store,
    append: async (request) => store.append(await seal(request)),
    appendMany: async (requests) =>
      store.appendMany(requests.some(holdsText) ? await Promise.all(requests.map(seal)) : requests),
  };
};

/**
 * The free texts of an event as typed, for people who may read them. `event` as written, not upcast: events from before masking
 * contain their texts. Erased ones are left out.
 */
export const openTexts = async (event: RecordedEvent, vault: Vault): Promise<OpenedTexts> => {
  const free = FREE_TEXT[event.type];
  if (free === undefined) return {};
  const opened: Record<string, string> = {};
  if (event.schemaVersion < free.maskedSince) {
    replaceTexts(event.data, free.paths, (text, path) => {
      if (maskText(text) !== text) opened[path] = text;
      return text;
    });
    return opened;
  }
  for (const [path, sealed] of Object.entries(event.meta.sealedTexts ?? {})) {
    const text = await vault.open(personNamedIn(event.stream), sealed as Sealed);
    if (!text.erased) opened[path] = text.plaintext;
  }
  return opened;
};
