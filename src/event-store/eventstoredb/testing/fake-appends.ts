import type { Code } from '@eventstore/db-client/generated/code_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import {
  status as grpcStatus,
  type ServerDuplexStream,
  type ServerReadableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { FakeCalls } from './fake-calls.ts';
import { grpcError, streamDeleted } from './fake-errors.ts';
import type { NewRecord } from './fake-log.ts';
import { expectedOf, nameOf, toNewRecord, uuidOf } from './fake-messages.ts';

export type AppendFault =
  /** Written; the answer never comes. */
  | 'lostAnswer'
  /** Not written; the answer never comes. */
  | 'lostRequest'
  /** Not written; the server says that it took too long (`OperationResult.CommitTimeout`). */
  | 'timeout';

const emptyMessage = () => new empty.Empty();
const sharedEmpty = () => new shared.Empty();

/** The two ways to append. `faults`: what happens to the next appends of the second one, in order. */
export const createAppends = (
  { log, count, refusal }: FakeCalls,
  { maxAppendSize, faults }: { readonly maxAppendSize: number; readonly faults: AppendFault[] },
) => {
  const tooLarge = (events: readonly NewRecord[]): boolean =>
    events.reduce((size, event) => size + event.data.length + event.customMetadata.length, 0) > maxAppendSize;

  /** `Streams.Append`: a wrong version is an answer, not an error. */
  const append = async (
    call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
    callback: sendUnaryData<streams.AppendResp>,
  ) => {
    count('append');
    let header: streams.AppendReq.Options | undefined;
    const events: NewRecord[] = [];
    for await (const request of call as AsyncIterable<streams.AppendReq>) {
      header = request.getOptions() ?? header;
      const message = request.getProposedMessage();
      if (message !== undefined) events.push(toNewRecord(message));
    }
    const refused = refusal(call.metadata);
    if (refused !== undefined) return callback(refused);
    if (header === undefined) return callback({ code: grpcStatus.INVALID_ARGUMENT });
    if (events.some(({ type, contentType }) => type === '' || contentType === '')) {
      return callback(
        grpcError(grpcStatus.INVALID_ARGUMENT, 'Required Metadata Missing', {
          exception: 'missing-required-metadata-property',
          'required-metadata-properties': 'type,content-type',
        }),
      );
    }
    if (tooLarge(events)) {
      return callback(
        grpcError(grpcStatus.INVALID_ARGUMENT, 'Maximum Append Size Exceeded', {
          exception: 'maximum-append-size-exceeded',
          'maximum-append-size': String(maxAppendSize),
        }),
      );
    }
    const stream = nameOf(header.getStreamIdentifier());
    const expected = expectedOf(header, header.hasRevision() ? header.getRevision() : undefined);
    const outcome = log.append(stream, expected, events);
    const response = new streams.AppendResp();
    if (outcome.kind === 'deleted') return callback(streamDeleted(stream));
    if (outcome.kind === 'written') {
      const success = new streams.AppendResp.Success();
      const position = new streams.AppendResp.Position();
      position.setCommitPosition(String(outcome.position));
      position.setPreparePosition(String(outcome.position));
      success.setCurrentRevision(String(outcome.revision));
      success.setPosition(position);
      response.setSuccess(success);
    } else {
      const wrong = new streams.AppendResp.WrongExpectedVersion();
      if (outcome.current === undefined) wrong.setCurrentNoStream(sharedEmpty());
      else wrong.setCurrentRevision(String(outcome.current));
      if (expected === 'any') wrong.setExpectedAny(sharedEmpty());
      else if (expected === 'noStream') wrong.setExpectedNoStream(sharedEmpty());
      else if (expected === 'streamExists') wrong.setExpectedStreamExists(sharedEmpty());
      else wrong.setExpectedRevision(String(expected));
      response.setWrongExpectedVersion(wrong);
    }
    callback(null, response);
  };

  /** `Streams.BatchAppend`: one call for many appends, each in one or several messages; errors come as answers. */
  const batchAppend = (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) => {
    count('batchAppend');
    const refused = refusal(call.metadata);
    const open = new Map<string, { options: streams.BatchAppendReq.Options; events: NewRecord[] }>();
    call.on('data', (request: streams.BatchAppendReq) => {
      const correlation = request.getCorrelationId();
      const id = uuidOf(correlation);
      const header = request.getOptions();
      const pending = open.get(id) ?? (header === undefined ? undefined : { options: header, events: [] });
      if (pending === undefined) return;
      open.set(id, pending);
      pending.events.push(...request.getProposedMessagesList().map(toNewRecord));
      if (!request.getIsFinal()) return;
      open.delete(id);
      const answer = batchAnswer(pending.options, pending.events, refused !== undefined);
      if (answer === undefined) return;
      answer.setCorrelationId(correlation);
      answer.setStreamIdentifier(pending.options.getStreamIdentifier());
      call.write(answer);
    });
    call.on('end', () => call.end());
    call.on('error', () => undefined);
  };

  const batchAnswer = (
    header: streams.BatchAppendReq.Options,
    events: readonly NewRecord[],
    refused: boolean,
  ): streams.BatchAppendResp | undefined => {
    const response = new streams.BatchAppendResp();
    const fail = (
      code: number,
      message: string,
      name: string,
      details: { serializeBinary(): Uint8Array },
    ) => {
      const error = new status.Status();
      const packed = new any.Any();
      packed.pack(details.serializeBinary(), name);
      error.setCode(code as unknown as Code);
      error.setMessage(message);
      error.setDetails(packed);
      response.setError(error);
      return response;
    };
    if (refused) return fail(7, 'AccessDenied', 'event_store.client.AccessDenied', new shared.AccessDenied());
    if (tooLarge(events)) {
      const details = new shared.MaximumAppendSizeExceeded();
      details.setMaxappendsize(maxAppendSize);
      return fail(3, 'MaximumAppendSizeExceeded', 'event_store.client.MaximumAppendSizeExceeded', details);
    }
    const fault = faults.shift();
    if (fault === 'lostRequest') return undefined;
    if (fault === 'timeout') return fail(4, 'Timeout', 'event_store.client.Timeout', new shared.Timeout());
    const stream = nameOf(header.getStreamIdentifier());
    const expected = expectedOf(header, header.hasStreamPosition() ? header.getStreamPosition() : undefined);
    const outcome = log.append(stream, expected, events);
    if (fault === 'lostAnswer') return undefined;
    if (outcome.kind === 'deleted') {
      const details = new shared.StreamDeleted();
      details.setStreamIdentifier(header.getStreamIdentifier());
      return fail(5, 'StreamDeleted', 'event_store.client.StreamDeleted', details);
    }
    if (outcome.kind === 'wrongVersion') {
      const details = new shared.WrongExpectedVersion();
      if (outcome.current === undefined) details.setCurrentNoStream(emptyMessage());
      else details.setCurrentStreamRevision(String(outcome.current));
      if (expected === 'any') details.setExpectedAny(emptyMessage());
      else if (expected === 'noStream') details.setExpectedNoStream(emptyMessage());
      else if (expected === 'streamExists') details.setExpectedStreamExists(emptyMessage());
      else details.setExpectedStreamPosition(String(expected));
      return fail(6, 'WrongExpectedVersion', 'event_store.client.WrongExpectedVersion', details);
    }
    const success = new streams.BatchAppendResp.Success();
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(outcome.position));
    position.setPreparePosition(String(outcome.position));
    success.setCurrentRevision(String(outcome.revision));
    success.setPosition(position);
    response.setSuccess(success);
    return response;
  };

  return { append, batchAppend };
};
