import type { Permission } from '../permissions.ts';
import { can, type RightsHolder, type RightsTarget } from '../rights.ts';
import { ALLOWED, HIDDEN, type Policy, type Verdict } from './verdict.ts';

/** The places of an object: acting on it needs the right in every one of them. */
export type Places = readonly RightsTarget[];

export interface PlacedKind<Action extends string> {
  /** What each action needs: every permission named. */
  readonly actions: Readonly<Record<Action, readonly [Permission, ...Permission[]]>>;
  /** Who may know that the object exists, apart from those who may perform the action. */
  readonly sees: (person: RightsHolder, before: Places, now: string) => boolean;
  /** The action that only needs the object to be visible. */
  readonly readIfSeen?: NoInfer<Action>;
}

/** Sees an object with one of the permissions in one of its places. */
export const seesWith =
  (...permissions: readonly Permission[]) =>
  (person: RightsHolder, before: Places, now: string): boolean =>
    permissions.some((permission) => before.some((place) => can(person, permission, place, now)));

/** Policy of a kind of object that belongs to places. */
export const placedPolicy =
  <Action extends string>(kind: PlacedKind<Action>): Policy<Action, Places> =>
  ({ person, action, before, after, now }) => {
    if (before === undefined && after === undefined) return HIDDEN;
    const lacking = (places: Places): Verdict | undefined => {
      for (const permission of kind.actions[action])
        for (const place of places)
          if (!can(person, permission, place, now))
            return { kind: 'refused', permission, divisionCode: place.divisionCode };
      return undefined;
    };
    if (before !== undefined && action === kind.readIfSeen)
      return kind.sees(person, before, now) ? ALLOWED : HIDDEN;
    if (before !== undefined) {
      const refused = lacking(before);
      if (refused !== undefined) return kind.sees(person, before, now) ? refused : HIDDEN;
    }
    return (after && lacking(after)) ?? ALLOWED;
  };
