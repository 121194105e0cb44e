/** ISO 8601 UTC; both ends, since HJ 212 names a period by its start and SL 651 by its end. */
export interface Period {
  readonly start: string;
  readonly end: string;
}
