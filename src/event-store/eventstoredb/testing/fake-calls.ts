import type { Metadata } from '@grpc/grpc-js';
import type { GrpcError } from './fake-errors.ts';
import type { FakeLog } from './fake-log.ts';

/** Shared parts of the services of the fake. */
export interface FakeCalls {
  readonly log: FakeLog;
  readonly count: (method: string) => void;
  /** Why a call is refused; undefined if it is accepted. */
  readonly refusal: (metadata: Metadata) => GrpcError | undefined;
}
