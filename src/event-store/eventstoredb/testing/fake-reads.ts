import streams from '@eventstore/db-client/generated/streams_pb.js';
import { status as grpcStatus, type ServerWritableStream } from '@grpc/grpc-js';
import type { FakeCalls } from './fake-calls.ts';
import { streamDeleted } from './fake-errors.ts';
import { eventResponse, nameOf } from './fake-messages.ts';
import { filterOf, send } from './fake-read-call.ts';
import { createFollow } from './fake-subscriptions.ts';

/** Reads of a page, and the start of subscriptions. */
export const createRead = (calls: FakeCalls) => {
  const { log, count, refusal } = calls;
  const follow = createFollow(log);

  /** `Streams.Read`: reads and subscriptions. */
  const read = async (call: ServerWritableStream<streams.ReadReq, streams.ReadResp>) => {
    const request = call.request.getOptions();
    const subscription = request?.hasSubscription() ?? false;
    count(subscription ? 'subscribe' : 'read');
    call.on('error', () => undefined);
    const refused = refusal(call.metadata);
    if (refused !== undefined) return void call.emit('error', refused);
    if (request === undefined) return void call.emit('error', { code: grpcStatus.INVALID_ARGUMENT });
    try {
      if (subscription) await follow(call, request);
      else await readPage(call, request);
    } catch (error) {
      if (!call.cancelled) call.emit('error', { code: grpcStatus.UNKNOWN, details: String(error) });
    }
  };

  const readPage = async (
    call: ServerWritableStream<streams.ReadReq, streams.ReadResp>,
    request: streams.ReadReq.Options,
  ) => {
    const limit = Number(request.getCount());
    const direction = request.getReadDirection() === 0 ? 'forwards' : 'backwards';
    const one = request.getStream();
    if (one !== undefined) {
      const stream = nameOf(one.getStreamIdentifier());
      const from = one.hasStart() ? 'start' : one.hasEnd() ? 'end' : Number(one.getRevision());
      const events = log.readStream(stream, from, direction, limit);
      if (events === 'deleted') return void call.emit('error', streamDeleted(stream));
      if (events === 'notFound') {
        const notFound = new streams.ReadResp.StreamNotFound();
        notFound.setStreamIdentifier(one.getStreamIdentifier());
        const response = new streams.ReadResp();
        response.setStreamNotFound(notFound);
        call.write(response);
        return void call.end();
      }
      for (const event of events) await send(call, eventResponse(event));
      if ((request.getControlOption()?.getCompatibility() ?? 0) >= 1) {
        const response = new streams.ReadResp();
        response.setLastStreamPosition(String(events.at(-1)?.revision ?? 0));
        call.write(response);
      }
      return void call.end();
    }
    const all = request.getAll();
    const wanted = filterOf(request);
    const place = all?.getPosition();
    const step = direction === 'forwards' ? 1 : -1;
    let index = all?.hasEnd()
      ? log.records.length - (step === 1 ? 0 : 1)
      : place === undefined
        ? 0
        : log.indexAt(Number(place.getCommitPosition()));
    let sent = 0;
    for (; index >= 0 && index < log.records.length && sent < limit; index += step) {
      const event = log.records[index]!;
      if (!wanted(event)) continue;
      sent += 1;
      await send(call, eventResponse(event));
    }
    call.end();
  };

  return read;
};
