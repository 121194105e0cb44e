import streams from '@eventstore/db-client/generated/streams_pb.js';
import { status as grpcStatus, type ServerWritableStream } from '@grpc/grpc-js';
import type { FakeLog, LogRecord } from './fake-log.ts';
import { eventResponse, nameOf } from './fake-messages.ts';
import { filterOf, send } from './fake-read-call.ts';

/** `SubscriptionOptions`: events that may wait for a live subscriber that does not read. */
const LIVE_BUFFER = 32;

/** Confirmation, history, caught up, live; with a filter, a checkpoint after every given number of examined events. */
export const createFollow =
  (log: FakeLog) =>
  async (call: ServerWritableStream<streams.ReadReq, streams.ReadResp>, request: streams.ReadReq.Options) => {
    const confirmation = new streams.ReadResp.SubscriptionConfirmation();
    confirmation.setSubscriptionId(crypto.randomUUID());
    const confirmed = new streams.ReadResp();
    confirmed.setConfirmation(confirmation);
    await send(call, confirmed);

    const one = request.getStream();
    const stream = one === undefined ? undefined : nameOf(one.getStreamIdentifier());
    const filter = filterOf(request);
    const wanted = (event: LogRecord) => (stream === undefined || event.stream === stream) && filter(event);
    const interval = checkpointInterval(request);
    // A position or revision is exclusive here.
    let index = 0;
    let after = -1;
    if (one?.hasEnd() || request.getAll()?.hasEnd()) index = log.records.length;
    else if (one?.hasRevision()) after = Number(one.getRevision());
    else {
      const place = request.getAll()?.getPosition();
      if (place !== undefined) {
        index = log.indexAt(Number(place.getCommitPosition()));
        if (log.records[index]?.position === Number(place.getCommitPosition())) index += 1;
      }
    }

    let live = false;
    let considered = 0;
    let wake: () => void = () => undefined;
    let ended = false;
    const stop = () => {
      ended = true;
      wake();
    };
    const forget = log.onAppend(() => {
      wake();
      // `Enumerator.AllSubscription`: the buffer of live events is full while the subscriber does not read.
      if (live && call.writableNeedDrain && log.records.length - index > LIVE_BUFFER && !ended) {
        stop();
        call.emit('error', {
          code: grpcStatus.ABORTED,
          details:
            'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
        });
      }
    });
    call.on('cancelled', stop);
    call.on('close', stop);
    try {
      while (!ended) {
        const event = log.records[index];
        if (event === undefined) {
          if (!live) {
            live = true;
            const caughtUp = new streams.ReadResp();
            caughtUp.setCaughtUp(new streams.ReadResp.CaughtUp());
            await send(call, caughtUp);
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        index += 1;
        if (wanted(event) && event.revision > (stream === undefined ? -1 : after))
          await send(call, eventResponse(event));
        considered += 1;
        if (interval !== undefined && considered % interval === 0 && !ended) {
          const checkpoint = new streams.ReadResp.Checkpoint();
          checkpoint.setCommitPosition(String(event.position));
          checkpoint.setPreparePosition(String(event.position));
          const response = new streams.ReadResp();
          response.setCheckpoint(checkpoint);
          await send(call, response);
        }
      }
    } finally {
      forget();
    }
  };

/** `max` or the server's least window, times the multiplier that the client gave. */
const checkpointInterval = (request: streams.ReadReq.Options): number | undefined => {
  const filter = request.getFilter();
  if (filter === undefined) return undefined;
  const window = filter.hasMax() ? filter.getMax() : 32;
  return window * Math.max(1, filter.getCheckpointintervalmultiplier());
};
