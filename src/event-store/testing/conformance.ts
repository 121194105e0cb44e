import { describe } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { describeAppend } from './append-promises.ts';
import { itAgreesWithModel } from './model-promises.ts';
import { describeReading } from './reading-promises.ts';
import { describeRepeats } from './repeats-promises.ts';
import { describeRetention } from './retention-promises.ts';
import type { StoreUnderTest } from './store-under-test.ts';
import { describeSubscriptions } from './subscriptions-promises.ts';

/** The promises of every event store, as tests. `streamPrefix`: for stores that keep streams in different ways; default `test-`. */
export const describeEventStore = (
  name: string,
  {
    streamPrefix = 'test-',
    ...store
  }: Omit<StoreUnderTest, 'freshStream' | 'streamPrefix'> & { readonly streamPrefix?: string },
): void => {
  const run = newId().slice(-12);
  let streams = 0;
  const freshStream = (): string => {
    streams += 1;
    return `${streamPrefix}${run}-${streams}`;
  };
  const subject: StoreUnderTest = { ...store, streamPrefix, freshStream };
  describe(`${name} keeps the promises of the port`, () => {
    describeAppend(subject);
    describeRepeats(subject);
    describeReading(subject);
    describeRetention(subject);
    describeSubscriptions(subject);
    itAgreesWithModel(subject);
  });
};
