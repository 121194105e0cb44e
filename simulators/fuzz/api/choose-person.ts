import type { Operation } from './document.ts';
import { SPECIAL } from './special/index.ts';
import { kindOf, mayCall, pick, type Worker } from './worker.ts';
import type { Person } from './world.ts';

/** Usually somebody who succeeded with this before, or whose role has the permission. */
export const choosePerson = ({ people, random, successes }: Worker, operation: Operation): Person => {
  const roles = SPECIAL[operation.key]?.roles ?? [...(successes.get(operation.key) ?? [])];
  const able =
    roles.length > 0
      ? people.filter((person) => roles.includes(kindOf(person)))
      : people.filter((person) => mayCall(person, operation));
  return able.length > 0 && random() < 0.75 ? pick(able, random) : pick(people, random);
};
