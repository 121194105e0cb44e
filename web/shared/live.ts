import { EventSourceParserStream } from 'eventsource-parser/stream';

/** Whether what is shown follows the server. */
export type LiveState = 'on' | 'away';

export interface LiveMessage {
  readonly event: string;
  readonly data: unknown;
}

interface Sent {
  readonly id: string | undefined;
  readonly state: LiveState;
  readonly message?: LiveMessage;
}

const NAME = 'yiwang-live';
const RETRY_MS = [1000, 2000, 5000, 10_000] as const;

/** Waits, or until the page says that the network is back. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });

export interface LiveOptions {
  readonly onMessage: (message: LiveMessage) => void;
  /** Everything is to be loaded anew: messages may have been missed. */
  readonly onReset: () => void;
  readonly onState: (state: LiveState) => void;
  /** The session has ended, or the rights have changed. */
  readonly onEnd: () => void;
}

/**
 * Follows `GET /stream`. Of all tabs of a browser one reads it and passes on what comes; when it closes, another goes on from the last id
 * that it was passed. Returns what ends it.
 */
export const followLive = ({ onMessage, onReset, onState, onEnd }: LiveOptions): (() => void) => {
  const ending = new AbortController();
  const channel = new BroadcastChannel(NAME);
  let lastId: string | undefined;

  const take = ({ id, state, message }: Sent): void => {
    lastId = id ?? lastId;
    onState(state);
    if (message === undefined) return;
    if (message.event === 'reset') onReset();
    else if (message.event === 'end') onEnd();
    else onMessage(message);
  };
  const send = (sent: Sent): void => {
    channel.postMessage(sent);
    take(sent);
  };
  channel.onmessage = ({ data }: MessageEvent<Sent>) => take(data);

  /** Until the stream ends. Throws where there is none to be had. */
  const read = async (): Promise<void> => {
    const begins = lastId === undefined;
    const response = await fetch('/api/v1/stream', {
      headers: lastId === undefined ? {} : { 'last-event-id': lastId },
      signal: ending.signal,
    });
    if (response.status === 401)
      return send({ id: undefined, state: 'away', message: { event: 'end', data: null } });
    if (!response.ok || response.body === null) throw new Error(String(response.status));
    const events = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    const reader = events.getReader();
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      const { id, event = 'message', data } = value;
      if (event === 'hello')
        send({ id, state: 'on', ...(begins ? { message: { event: 'reset', data: null } } : {}) });
      else send({ id, state: 'on', message: { event, data: JSON.parse(data || 'null') as unknown } });
    }
  };

  const lead = async (): Promise<void> => {
    for (let failures = 0; !ending.signal.aborted; ) {
      const began = Date.now();
      await read().catch(() => undefined);
      if (ending.signal.aborted) return;
      failures = Date.now() - began > RETRY_MS[RETRY_MS.length - 1]! ? 0 : failures + 1;
      send({ id: undefined, state: 'away' });
      await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]!, ending.signal);
    }
  };
  navigator.locks.request(NAME, { signal: ending.signal }, lead).catch(() => undefined);

  return () => {
    ending.abort();
    channel.close();
  };
};
