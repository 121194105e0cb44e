import type { EventStore, RecordedEvent } from '../event-store/event-store.ts';
import type { AttachmentIds } from './attachment-ids.ts';
import { withAttachmentsRenamed } from './named.ts';

/** Attachments are named by what happens to cases, and by the pictures of stations. */
const namesAttachments = ({ type }: RecordedEvent): boolean =>
  type.startsWith('Case') || type === 'StationPictureRecorded';

/**
 * The same store, whose reads name attachments by their ids. Old events name them by a plain digest; an upcaster has no access to the
 * key that turns it into an id, so the conversion is done here.
 */
export const withAttachmentIds = (store: EventStore, { current }: AttachmentIds): EventStore => {
  const read = (event: RecordedEvent): RecordedEvent => {
    if (!namesAttachments(event)) return event;
    const data = withAttachmentsRenamed(event.data, current);
    return data === event.data ? event : { ...event, data };
  };
  const all = (events: readonly RecordedEvent[]): RecordedEvent[] => events.map(read);
  return {
    ...store,
    readStream: async (stream, options) => all(await store.readStream(stream, options)),
    readAll: async (options) => all(await store.readAll(options)),
    subscribe: (options) => store.subscribe({ ...options, onBatch: (batch) => options.onBatch(all(batch)) }),
  };
};
