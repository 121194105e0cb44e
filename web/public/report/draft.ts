import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { keepText, keptText, session } from '../../shared/kept-text.ts';

export interface DraftPhoto {
  readonly id: string;
  readonly blob: Blob;
}

/** What somebody has begun to report. */
export interface Draft {
  /** Random: with it a report that is sent again is recognised. */
  readonly key: string;
  readonly description: string;
  /** How the place is told. */
  readonly way: 'point' | 'words';
  readonly point: { readonly lon: number; readonly lat: number } | null;
  readonly accuracyM: number | null;
  readonly divisionCode: string;
  readonly address: string;
  readonly matterCode: string;
  readonly photos: readonly DraftPhoto[];
}

const KEY_BYTES = 18;
const newKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
};

export const newDraft = (kept: Partial<Draft> = {}): Draft => ({
  description: '',
  way: 'words',
  point: null,
  accuracyM: null,
  divisionCode: '',
  address: '',
  matterCode: '',
  photos: [],
  ...kept,
  key: newKey(),
});

interface Tables extends DBSchema {
  draft: { key: string; value: Draft };
}

let opened: Promise<IDBPDatabase<Tables> | undefined> | undefined;
/** Undefined where the browser keeps nothing. */
const database = () => {
  opened ??= openDB<Tables>('yiwang-public', 1, {
    upgrade: (db) => void db.createObjectStore('draft'),
  }).catch(() => undefined);
  return opened;
};

export const loadDraft = async (): Promise<Draft> => {
  const kept = await (await database())?.get('draft', 'draft').catch(() => undefined);
  return kept ?? newDraft();
};

let saving: Promise<unknown> = Promise.resolve();
/** One after the other, so that the last one stays. */
export const saveDraft = (draft: Draft): void => {
  saving = saving.then(async () => (await database())?.put('draft', draft, 'draft')).catch(() => undefined);
};

export const dropDraft = (): void => {
  saving = saving.then(async () => (await database())?.delete('draft', 'draft')).catch(() => undefined);
};

const PHONE = 'yiwang.public.phone';
/** A number is forgotten with the tab: others may use the device. */
export const keptPhone = (): string => keptText(session, PHONE) ?? '';
export const keepPhone = (phone: string): void => {
  keepText(session, PHONE, phone === '' ? null : phone);
};
