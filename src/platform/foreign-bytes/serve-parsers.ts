import { serialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import { guarded } from '../guard.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { Parsers } from './parser.ts';

/** Serialised size of a portion: deserialising it takes the other side a few milliseconds. */
const PORTION_BYTES = 262_144;
const MOST_MESSAGE_LENGTH = 200;

/** Items in portions of about `PORTION_BYTES`; a larger item is a portion by itself. */
function* portionsOf(items: readonly unknown[]): Generator<readonly unknown[]> {
  let portion: unknown[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = serialize(item).length;
    if (portion.length > 0 && bytes + size > PORTION_BYTES) {
      yield portion;
      [portion, bytes] = [[], 0];
    }
    portion.push(item);
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}

/** Copies bytes in a result into separate buffers, which are transferred instead of copied again. */
const detach = (result: unknown): { result: unknown; buffers: ArrayBuffer[] } => {
  if (typeof result !== 'object' || result === null) return { result, buffers: [] };
  const buffers: ArrayBuffer[] = [];
  const entries = Object.entries(result).map(([key, value]) => {
    if (!(value instanceof Uint8Array)) return [key, value];
    const own = new Uint8Array(value);
    buffers.push(own.buffer);
    return [key, own];
  });
  return buffers.length === 0 ? { result, buffers } : { result: Object.fromEntries(entries), buffers };
};

/** The worker's side: one file at a time. */
export const serveParsers = (port: MessagePort, parsers: Parsers): void => {
  let goOn: () => void = () => undefined;
  const post = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

  const parse = async ({ parser, bytes, options }: Extract<ToWorker, { type: 'parse' }>) => {
    const read = parsers[parser];
    if (read === undefined) throw new Error(`no parser ${parser}`);
    const parsed = read(bytes, options);
    for (const items of portionsOf(parsed.items ?? [])) {
      const sent = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      post({ type: 'portion', items });
      await sent;
    }
    const { result, buffers } = detach(parsed.result);
    post({ type: 'parsed', result }, buffers);
  };

  port.on(
    'message',
    guarded('serve parsers message', (message: ToWorker) => {
      if (message.type === 'more') return goOn();
      parse(message).catch((error: unknown) => {
        const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        post({ type: 'failed', message: text.slice(0, MOST_MESSAGE_LENGTH) });
      });
    }),
  );
  post({ type: 'ready' });
};
