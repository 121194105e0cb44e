import streams from '@eventstore/db-client/generated/streams_pb.js';
import { status as grpcStatus, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import type { FakeCalls } from './fake-calls.ts';
import { streamDeleted, wrongVersionError } from './fake-errors.ts';
import { expectedOf, nameOf } from './fake-messages.ts';

/** The two ways to delete a stream. */
export const createRemove =
  ({ log, count }: FakeCalls) =>
  (kind: 'softDelete' | 'tombstone') =>
  (
    call: ServerUnaryCall<
      streams.DeleteReq | streams.TombstoneReq,
      streams.DeleteResp & streams.TombstoneResp
    >,
    callback: sendUnaryData<never>,
  ) => {
    count(kind);
    const header = call.request.getOptions();
    if (header === undefined) return callback({ code: grpcStatus.INVALID_ARGUMENT });
    const stream = nameOf(header.getStreamIdentifier());
    const expected = expectedOf(header, header.hasRevision() ? header.getRevision() : undefined);
    const outcome = log[kind](stream, expected);
    if (outcome.kind === 'deleted') return callback(streamDeleted(stream));
    if (outcome.kind === 'wrongVersion') return callback(wrongVersionError(stream, expected, outcome));
    const kindOf = kind === 'softDelete' ? streams.DeleteResp : streams.TombstoneResp;
    const response = new kindOf();
    const position = new kindOf.Position();
    position.setCommitPosition(String(outcome.position));
    position.setPreparePosition(String(outcome.position));
    response.setPosition(position as never);
    callback(null, response as never);
  };
