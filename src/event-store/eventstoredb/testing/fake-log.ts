/**
 * The log of the fake server: what a single EventStoreDB node of version 23.10 does with streams, in memory. Each rule names
 * what it follows; `IndexWriter`, `IndexReader` are classes of the server's source (`src/EventStore.Core/Services/Storage/ReaderIndex`),
 * "streams.md" is the page `docs/server/features/streams.md` of kurrent-io/KurrentDB.
 */
export interface NewRecord {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly customMetadata: Uint8Array;
  readonly data: Uint8Array;
}

export interface LogRecord extends NewRecord {
  readonly stream: string;
  readonly revision: number;
  /** Commit and prepare position, which are the same for events written without an explicit transaction. */
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type Expected = number | 'any' | 'noStream' | 'streamExists';

export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrongVersion'; readonly current: number | undefined }
  | { readonly kind: 'deleted' };

export interface FakeLog {
  readonly records: readonly LogRecord[];
  append(stream: string, expected: Expected, events: readonly NewRecord[]): WriteOutcome;
  /** Hides the stream's events; it can be written again. */
  softDelete(stream: string, expected: Expected): WriteOutcome;
  /** Closes the stream for ever. */
  tombstone(stream: string, expected: Expected): WriteOutcome;
  /** `from` is inclusive; a missing stream is reported in the answer, not as an error. */
  readStream(
    stream: string,
    from: number | 'start' | 'end',
    direction: 'forwards' | 'backwards',
    count: number,
  ): readonly LogRecord[] | 'notFound' | 'deleted';
  /** Index in `records` of the first record at or after a position. */
  indexAt(position: number): number;
  onAppend(listener: () => void): () => void;
}

/** The `$tb` written by a soft delete: the largest 64-bit number (`EventNumber.DeletedStream`). */
const SOFT_DELETED = '9223372036854775807';
/** Bytes of a record in addition to data and metadata; any number will do. */
const RECORD_OVERHEAD = 150;

export const createFakeLog = (now: () => number = Date.now): FakeLog => {
  const records: LogRecord[] = [];
  const streams = new Map<string, LogRecord[]>();
  const tombstones = new Set<string>();
  const listeners = new Set<() => void>();
  let end = 0;

  const write = (stream: string, event: NewRecord): LogRecord => {
    const inStream = streams.get(stream) ?? [];
    const record = { ...event, stream, revision: inStream.length, position: end, created: now() };
    end += RECORD_OVERHEAD + event.data.length + event.customMetadata.length;
    inStream.push(record);
    streams.set(stream, inStream);
    records.push(record);
    return record;
  };
  const written = (): void => {
    for (const listener of listeners) listener();
  };

  const lastOf = (stream: string): LogRecord | undefined => streams.get(stream)?.at(-1);

  /** streams.md, "Metadata and reserved names": the last `$metadata` event of `$$<stream>`. */
  const metadataOf = (
    stream: string,
  ): { raw: string; $maxAge?: number; $maxCount?: number; $tb?: number } => {
    const last = stream.startsWith('$$') ? undefined : lastOf(`$$${stream}`);
    if (last === undefined) return { raw: '' };
    const raw = Buffer.from(last.data).toString();
    return { ...JSON.parse(raw), raw };
  };
  const isSoftDeleted = (stream: string): boolean => metadataOf(stream).raw.includes(`"$tb":${SOFT_DELETED}`);

  /** `IndexReader.ReadStreamEvents…`: either bound hides, reads see it at once, $all does not. */
  const visible = (stream: string): readonly LogRecord[] => {
    const all = streams.get(stream) ?? [];
    const { raw, $maxAge, $maxCount, $tb } = metadataOf(stream);
    if (raw === '') return all;
    return all.filter(
      ({ revision, created }) =>
        ($tb === undefined || revision >= $tb) &&
        ($maxCount === undefined || revision > all.length - 1 - $maxCount) &&
        ($maxAge === undefined || created >= now() - $maxAge * 1000),
    );
  };

  /** `IndexWriter.CheckCommit`. */
  const check = (stream: string, expected: Expected, ids: readonly string[]): WriteOutcome | 'ok' => {
    if (tombstones.has(stream)) return { kind: 'deleted' };
    const all = streams.get(stream) ?? [];
    const current = all.length - 1;
    const wrong: WriteOutcome = { kind: 'wrongVersion', current: current < 0 ? undefined : current };
    const repeated = (last: LogRecord): WriteOutcome => ({
      kind: 'written',
      revision: last.revision,
      position: last.position,
    });
    if (expected === 'streamExists' && (isSoftDeleted(stream) || current < 0)) return wrong;
    if (expected === 'any' || expected === 'streamExists') {
      // By the ids that the server has in memory; here all of them.
      const found = ids.map((id) => all.find((record) => record.id === id));
      if (found.length === 0 || found[0] === undefined) return 'ok';
      const last = found.at(-1);
      return found.includes(undefined) || last === undefined ? wrong : repeated(last);
    }
    const number = expected === 'noStream' ? -1 : expected;
    if (number > current) return wrong;
    if (number === current) return 'ok';
    if (expected === 'noStream' && isSoftDeleted(stream)) return 'ok';
    const stored = ids.map((id, n) => (all[number + 1 + n]?.id === id ? all[number + 1 + n] : undefined));
    const last = stored.at(-1);
    return stored.includes(undefined) || last === undefined ? wrong : repeated(last);
  };

  const systemEvent = (type: string, data: string): NewRecord => ({
    id: crypto.randomUUID(),
    type,
    contentType: 'application/json',
    customMetadata: new Uint8Array(),
    data: Buffer.from(data),
  });
  // A new database already holds system events.
  write('$users', systemEvent('$User', '"$admin"'));

  return {
    records,
    append(stream, expected, events) {
      const verdict = check(
        stream,
        expected,
        events.map(({ id }) => id),
      );
      if (verdict !== 'ok') return verdict;
      if (isSoftDeleted(stream)) {
        // `StorageWriterService.SoftUndeleteStream`: numbers go on, what was deleted stays hidden.
        write(`$$${stream}`, systemEvent('$metadata', `{"$tb":${(lastOf(stream)?.revision ?? -1) + 1}}`));
      }
      const made = events.map((event) => write(stream, event));
      written();
      const [first, last] = [made[0], made.at(-1)];
      // Which event's position a write of several is answered with was not observed on a real server: the least helpful one.
      return { kind: 'written', revision: last?.revision ?? -1, position: first?.position ?? end };
    },
    softDelete(stream, expected) {
      const verdict = check(stream, expected, []);
      if (verdict !== 'ok' && verdict.kind !== 'written') return verdict;
      const marker = write(`$$${stream}`, systemEvent('$metadata', `{"$tb":${SOFT_DELETED}}`));
      written();
      return { kind: 'written', revision: marker.revision, position: marker.position };
    },
    tombstone(stream, expected) {
      const verdict = check(stream, expected, []);
      if (verdict !== 'ok' && verdict.kind !== 'written') return verdict;
      const marker = write(stream, systemEvent('$streamDeleted', '{}'));
      tombstones.add(stream);
      written();
      return { kind: 'written', revision: marker.revision, position: marker.position };
    },
    readStream(stream, from, direction, count) {
      if (tombstones.has(stream)) return 'deleted';
      if (lastOf(stream) === undefined || isSoftDeleted(stream)) return 'notFound';
      const events = visible(stream);
      if (direction === 'forwards') {
        const first = from === 'start' ? 0 : from === 'end' ? Number.POSITIVE_INFINITY : from;
        return events.filter(({ revision }) => revision >= first).slice(0, count);
      }
      const last = from === 'start' ? 0 : from === 'end' ? Number.POSITIVE_INFINITY : from;
      return events
        .filter(({ revision }) => revision <= last)
        .reverse()
        .slice(0, count);
    },
    indexAt(position) {
      let [low, high] = [0, records.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((records[middle]?.position ?? 0) < position) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
