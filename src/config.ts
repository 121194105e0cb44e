import { combinationProblems } from './config/combinations.ts';
import { type Config, configSchema } from './config/schema.ts';
import { CRASH_VARIABLE } from './platform/crash-points.ts';
import { nearestWord } from './platform/nearest-word.ts';

export { largestForm } from './config/combinations.ts';
export { wirePortSetting } from './config/wire-standards.ts';
export { type Config, configSchema };

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

const NAMES = Object.keys(configSchema.shape);

/** Variables that are nearly called like a setting of ours, and are none: of other programs, or slips. */
export const nearSettings = (
  environment: Readonly<Record<string, string | undefined>>,
): readonly { readonly name: string; readonly meant: string }[] =>
  Object.keys(environment).flatMap((name) => {
    if (NAMES.includes(name) || name.startsWith('YIWANG_')) return [];
    const meant = nearestWord(name, NAMES, 2);
    return meant === undefined ? [] : [{ name, meant }];
  });

/** Reads the settings; an empty variable counts as absent. Unknown variables of ours are named, since they are slips. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): ConfigResult => {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const unknown = Object.keys(given)
    .filter((name) => name.startsWith('YIWANG_') && !(name in configSchema.shape) && name !== CRASH_VARIABLE)
    .map((name) => {
      const meant = nearestWord(name, NAMES);
      return `${name}: unknown setting${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    });
  const parsed = configSchema.safeParse(given);
  const problems = parsed.success
    ? [...unknown, ...combinationProblems(parsed.data)]
    : [...unknown, ...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)];
  return parsed.success && problems.length === 0
    ? { ok: true, config: parsed.data }
    : { ok: false, problems };
};
