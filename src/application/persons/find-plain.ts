import type { EventStore, RecordedEvent } from '../../event-store/event-store.ts';
import { FREE_TEXT } from '../../free-text.ts';
import { type PersonalKind, recognise, replaceTexts } from '../../identity/index.ts';

/** An event that contains personal data in plain text: the place and kind, never the data. */
export interface PlainFound {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly fields: Readonly<Record<string, readonly PersonalKind[]>>;
}

const PAGE = 1000;

const plainIn = (event: RecordedEvent): PlainFound | undefined => {
  const free = FREE_TEXT[event.type];
  if (free === undefined || event.schemaVersion >= free.maskedSince) return undefined;
  const fields: Record<string, readonly PersonalKind[]> = {};
  replaceTexts(event.data, free.paths, (text, path) => {
    const kinds = [...new Set(recognise(text).map(({ kind }) => kind))];
    if (kinds.length > 0) fields[path] = kinds;
    return text;
  });
  if (Object.keys(fields).length === 0) return undefined;
  const { stream, version, type, recordedAt } = event;
  return { stream, version, type, recordedAt, fields };
};

/** Events of earlier releases whose free text is in the log as typed, in global order. */
export const findPlain = async function* (writtenLog: EventStore): AsyncGenerator<PlainFound> {
  const filter = { types: new Set(Object.keys(FREE_TEXT)) };
  let after = writtenLog.start;
  for (;;) {
    const events = await writtenLog.readAll({ after, limit: PAGE, filter });
    for (const event of events) {
      const found = plainIn(event);
      if (found !== undefined) yield found;
    }
    const last = events.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
};
