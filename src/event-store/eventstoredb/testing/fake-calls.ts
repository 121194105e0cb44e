import type { Metadata } from '@grpc/grpc-js';
import type { GrpcError } from './fake-errors.ts';
import type { FakeLog } from './fake-log.ts';

/** What the services of the fake share. */
export interface FakeCalls {
  readonly log: FakeLog;
  readonly count: (method: string) => void;
  /** Why a call is not let in; undefined where it is. */
  readonly refusal: (metadata: Metadata) => GrpcError | undefined;
}
