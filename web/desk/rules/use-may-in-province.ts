import { PROVINCE } from '../../shared/division-code.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';

/** Standards and dispatch rules are of the whole province: a right in a part of it is not enough to change them. */
export const useMayInProvince = (permission: string): boolean => {
  const me = useOwner();
  return mayDo(me, permission) && me.assignments.some(({ divisionCode }) => divisionCode === PROVINCE);
};
