import type { Context } from 'hono';
import {
  type PublicRight,
  type PublicTarget,
  publicPolicy,
  THE_PUBLIC,
} from '../../identity/policy/index.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { noteAsked } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { nowIso } from '../request.ts';

/** Codes, or beginnings of codes, in a setting. */
export const listIn = (setting: string): readonly string[] =>
  setting
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

export const servedBy = ({ config }: Pick<ApiDeps, 'config'>): readonly string[] =>
  listIn(config.YIWANG_PUBLIC_DIVISIONS);

interface Asked {
  readonly before?: PublicTarget | undefined;
  readonly after?: PublicTarget | undefined;
}

export const publicMay = (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  action: PublicRight,
  target: Asked = {},
): boolean => {
  noteAsked(context);
  return publicPolicy({ person: THE_PUBLIC, action, ...target, now: nowIso(deps) }).kind === 'allowed';
};

/** Continues only if the policy of the public allows it; otherwise throws `missing`. */
export const requirePublic = (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  action: PublicRight,
  target: Asked,
  missing: () => ProblemError = () => new ProblemError('notFound'),
): void => {
  if (!publicMay(context, deps, action, target)) throw missing();
};

const COUNTY_DIGITS = 6;

/** Counties that take reports of the public: code and name, in the order of their codes. */
export const countiesServed = (
  deps: Pick<ApiDeps, 'config' | 'reference'>,
): (readonly [string, string])[] => {
  const served = servedBy(deps);
  return [...deps.reference.divisionNames()]
    .filter(([code]) => code.length === COUNTY_DIGITS && served.some((each) => code.startsWith(each)))
    .sort(([one], [other]) => one.localeCompare(other));
};
