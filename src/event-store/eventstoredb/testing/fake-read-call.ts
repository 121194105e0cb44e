import { once } from 'node:events';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { LogRecord } from './fake-log.ts';

export const filterOf = (request: streams.ReadReq.Options): ((event: LogRecord) => boolean) => {
  const filter = request.getFilter();
  const byStream = filter?.getStreamIdentifier();
  const expression = byStream ?? filter?.getEventType();
  if (expression === undefined) return () => true;
  const prefixes = expression.getPrefixList();
  const regex = prefixes.length > 0 ? undefined : new RegExp(expression.getRegex());
  return (event) => {
    const text = byStream === undefined ? event.type : event.stream;
    return regex === undefined ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text);
  };
};

/** Waits for a client that reads slowly. */
export const send = async (
  call: ServerWritableStream<streams.ReadReq, streams.ReadResp>,
  response: streams.ReadResp,
): Promise<void> => {
  if (call.cancelled || call.destroyed) return;
  if (call.write(response)) return;
  const settled = new AbortController();
  const { signal } = settled;
  const events = ['drain', 'cancelled', 'close'].map((event) =>
    once(call, event, { signal }).catch(() => undefined),
  );
  await Promise.race(events);
  settled.abort();
};
