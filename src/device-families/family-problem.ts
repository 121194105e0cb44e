import type { z } from 'zod';

/** What can be wrong with a family file. Codes are stable. */
export type FamilyProblemCode =
  /** Wrong by the schema of its part. */
  | 'invalid'
  /** A member that no schema knows: a slip of the pen would go unnoticed otherwise. */
  | 'unknownMember'
  | 'idTwice'
  | 'unknownModel'
  | 'unknownIndicator'
  | 'unknownDetectionType'
  | 'unknownIndex'
  | 'unknownDevice'
  | 'otherModel'
  | 'unknownStandard'
  | 'unknownMatter'
  | 'unknownCategory'
  | 'unmappedMatter'
  | 'matterOfOtherStandard'
  | 'modelOfOtherFamily'
  | 'ruleOfOtherFamily'
  | 'modelMissing'
  | 'simulatorMismatch';

export interface FamilyProblem {
  /** Members and places from the top of the file, such as `rules.3.condition.indicator`. */
  readonly path: string;
  readonly code: FamilyProblemCode;
  readonly message: string;
}

export type Path = readonly (string | number)[];

export const problemAt = (path: Path, code: FamilyProblemCode, message: string): FamilyProblem => ({
  path: path.join('.'),
  code,
  message,
});

type Issue = z.core.$ZodIssue;

/** Of the members of a union the one that came closest says best what is wrong. */
const closest = (issue: Issue): readonly Issue[] => {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const [best] = [...issue.errors].sort((a, b) => a.length - b.length);
  return best!.flatMap(closest).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
};

/** Members of what was sent that the schema left out. */
const leftOut = (sent: unknown, read: unknown, path: Path): FamilyProblem[] => {
  if (typeof sent !== 'object' || sent === null || typeof read !== 'object' || read === null) return [];
  const known = read as Record<string, unknown>;
  return Object.entries(sent).flatMap(([key, value]) =>
    Object.hasOwn(known, key)
      ? leftOut(value, known[key], [...path, key])
      : [problemAt([...path, key], 'unknownMember', `没有 ${key} 这一项`)],
  );
};

/** Reads one part of the file; what is wrong goes to `problems` with the part's place. */
export const readPart = <T>(
  schema: z.ZodType<T>,
  sent: unknown,
  path: Path,
  problems: FamilyProblem[],
): T | undefined => {
  const parsed = schema.safeParse(sent);
  if (parsed.success) {
    problems.push(...leftOut(sent, parsed.data, path));
    return parsed.data;
  }
  for (const issue of parsed.error.issues.flatMap(closest)) {
    const place = [...path, ...(issue.path as (string | number)[])];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        problems.push(problemAt([...place, key], 'unknownMember', `没有 ${key} 这一项`));
    } else problems.push(problemAt(place, 'invalid', issue.message));
  }
  return undefined;
};
