import { describe, expect, it } from 'vitest';
import { failureOf } from './outcome.ts';

describe('a failed attempt', () => {
  it.each([
    [0, 'away', 'later'],
    [429, 'uploadQuotaExceeded', 'later'],
    [503, 'serverBusy', 'later'],
    [507, 'storageFull', 'later'],
    [403, 'passwordChangeRequired', 'later'],
    [401, 'unauthenticated', 'signedOut'],
    [400, 'unknownAttachment', 'filesGone'],
    [500, 'internal', 'passedOver'],
    [423, 'uploadLocked', 'passedOver'],
    [403, 'forbidden', 'refused'],
    [409, 'impossibleTransition', 'refused'],
    [422, 'outsideProvince', 'refused'],
  ] as const)('with %s %s means: %s', (status, code, failure) => {
    expect(failureOf({ status, code })).toBe(failure);
  });
});
