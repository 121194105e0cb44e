import type { EventStore } from '../../event-store/event-store.ts';
import type { CaseReported } from '../../governance/events.ts';
import { caseStream } from '../../governance/index.ts';
import type { Sealed, Vault } from '../../identity/index.ts';
import { openTexts } from '../sealed-texts.ts';

/** A free text as typed, which its event shows masked. */
export interface OpenedText {
  /** Version of the event in its stream, as in the timeline. */
  readonly version: number;
  readonly type: string;
  /** Place in the event's data, such as `location.address`. */
  readonly field: string;
  readonly text: string;
}

export interface OpenedCase {
  /** Null: nobody was named, or the data were erased (`erased`). */
  readonly petitioner: { readonly name: string; readonly phone: string } | null;
  readonly texts: readonly OpenedText[];
  /** Some data of the case were sealed with a key that has been erased. */
  readonly erased: boolean;
}

export interface OpenPersonOptions {
  /** Events as written: it contains the texts of events from before masking. */
  readonly writtenLog: Pick<EventStore, 'readStream'>;
  readonly vault: Vault;
}

const openPetitioner = async (petitioner: CaseReported['data']['petitioner'], vault: Vault) => {
  if (petitioner === null) return { petitioner: null, erased: false };
  const [name, phone] = [
    await vault.open(petitioner.personId, petitioner.name as Sealed),
    await vault.open(petitioner.personId, petitioner.phone as Sealed),
  ];
  if (name.erased || phone.erased) return { petitioner: null, erased: true };
  return { petitioner: { name: name.plaintext, phone: phone.plaintext }, erased: false };
};

/** Decrypts every free text of a stream. */
export const openStreamTexts = async (
  { writtenLog, vault }: OpenPersonOptions,
  stream: string,
): Promise<{ readonly texts: readonly OpenedText[]; readonly erased: boolean }> => {
  const texts: OpenedText[] = [];
  let erased = false;
  for (const event of await writtenLog.readStream(stream)) {
    const opened = await openTexts(event, vault);
    for (const [field, text] of Object.entries(opened))
      texts.push({ version: event.version, type: event.type, field, text });
    if (Object.keys(event.meta.sealedTexts ?? {}).some((field) => !(field in opened))) erased = true;
  }
  return { texts, erased };
};

/** The sealed data of a case: its petitioner and its free texts. The caller has already checked the rights. */
export const openSealedCase = async (options: OpenPersonOptions, caseId: string): Promise<OpenedCase> => {
  const stream = caseStream(caseId);
  const [reported] = await options.writtenLog.readStream(stream, { limit: 1 });
  const data = reported?.type === 'CaseReported' ? (reported.data as CaseReported['data']) : undefined;
  const who = await openPetitioner(data?.petitioner ?? null, options.vault);
  const { texts, erased } = await openStreamTexts(options, stream);
  return {
    petitioner: who.petitioner,
    // Texts from before sealing can always be read: after an erasure they are shown to nobody.
    texts: who.erased ? [] : texts,
    erased: who.erased || erased,
  };
};
