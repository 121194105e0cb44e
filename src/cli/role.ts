import { ROLES, type Role } from '../identity/index.ts';
import { UsageError } from './command.ts';

/** Throws UsageError for an unknown role. */
export const readRole = (value: string, help: string): Role => {
  const role = ROLES.find((each) => each === value);
  if (role === undefined) throw new UsageError(`There is no role ${value}.\n\n${help}`);
  return role;
};
