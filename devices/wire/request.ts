import { z } from 'zod';
import type { Words } from '../../src/platform/words.ts';

/** A request of the centre to a device: its kind by name, with the parameters of that kind. */
export interface WireRequest {
  readonly requestId: string;
  readonly kind: string;
  readonly parameters: RequestParameters;
}

export type RequestParameters = Readonly<Record<string, unknown>>;
/** What a device answered besides readings, which are processed like all readings. */
export type RequestResult = Readonly<Record<string, unknown>>;

/** What a standard defines for one kind of request. */
export interface RequestKind {
  readonly titleZh: string;
  readonly titleEn: string;
  readonly parameters: z.ZodType<RequestParameters>;
  /** Names of the codes that a parameter takes, by parameter. */
  readonly choices?: RequestChoices | undefined;
}

export type RequestChoices = Readonly<Record<string, Readonly<Record<string, Words>>>>;

export type RequestEnd =
  | { readonly kind: 'done' }
  /** The device refuses: HJ 212 9011 with QnRtn (2 refused, 3 PW, 4 MN, 5 ST, 6 Flag, 7 QN, 8 CN, 9 CRC wrong, 100 unknown). */
  | { readonly kind: 'refused'; readonly code: string }
  /** The device failed: HJ 212 9012 with ExeRtn (2 failed, 3 condition, 4 time-out, 5 busy, 6 fault, 100 no data). */
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'timedOut'; readonly phase: RequestPhase };

export type RequestPhase = 'awaitingAnswer' | 'executing';

/** The state of a request after a frame, or after some time. */
export type RequestProgress =
  | { readonly kind: 'sent'; readonly requestId: string; readonly attempt: number }
  | {
      readonly kind: 'ended';
      readonly requestId: string;
      readonly end: RequestEnd;
      readonly result: RequestResult | null;
    };

export interface RequestTimes {
  /** How long a device may take to answer, ms. */
  readonly answerMs: number;
  /** How long it may be silent while it executes, ms. */
  readonly executionMs: number;
  readonly tries: number;
}

/** HJ 212-2017 section 6.1 and GB/T 26875.3: 10 s, three attempts; SL 651 has three attempts. How long an execution may take is left to the system. */
export const DEFAULT_TIMES: RequestTimes = { answerMs: 10_000, executionMs: 60_000, tries: 3 };

/** ISO 8601 with its offset, as ms since 1970. */
export const instant = z.iso.datetime({ offset: true }).describe('ISO 8601 with offset');

/** A clock reading, and how far it is ahead of ours: in whole seconds, since no standard sends fractions. */
export const clockResult = (clock: string, nowMs: number): RequestResult => ({
  clock,
  aheadSeconds: Math.floor(Date.parse(clock) / 1000) - Math.floor(nowMs / 1000),
});
