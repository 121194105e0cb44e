import { status as grpcStatus, Metadata } from '@grpc/grpc-js';
import type { Expected, WriteOutcome } from './fake-log.ts';

export interface GrpcError {
  readonly code: grpcStatus;
  readonly details: string;
  readonly metadata: Metadata;
}

export const grpcError = (
  code: grpcStatus,
  details: string,
  trailers: Readonly<Record<string, string>>,
): GrpcError => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
};

export const streamDeleted = (stream: string): GrpcError =>
  grpcError(grpcStatus.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

/** Numbers of the trailers: any -2, no stream -1, exists -4. */
export const wrongVersionError = (
  stream: string,
  expected: Expected,
  { current }: WriteOutcome & { kind: 'wrongVersion' },
): GrpcError =>
  grpcError(grpcStatus.FAILED_PRECONDITION, `Append failed due to WrongExpectedVersion. Stream: ${stream}`, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': String(
      expected === 'any' ? -2 : expected === 'noStream' ? -1 : expected === 'streamExists' ? -4 : expected,
    ),
    'actual-version': String(current ?? -1),
  });
