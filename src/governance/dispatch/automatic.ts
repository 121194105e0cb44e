import type { CaseSource } from '../events.ts';
import type { DispatchEvaluation } from './evaluate-rules.ts';
import type { DispatchDecided } from './events.ts';
import type { DepartmentSuggestion } from './suggest-departments.ts';

export const dispatchDecisionStream = (caseId: string): string => `dispatch-decision-${caseId}`;

export interface AutomaticInput {
  readonly caseId: string;
  readonly source: CaseSource;
  readonly ruleSetVersion: number;
  readonly evaluation: DispatchEvaluation;
  /** Filing rows of the matter; an automatic case needs exactly one standard and the matter's first row. */
  readonly filing: { readonly standardId: string; readonly rowId: string } | null;
  readonly suggestions: readonly DepartmentSuggestion[];
  readonly departmentExists: (departmentId: string) => boolean;
  readonly at: string;
}

/** The department that a rule's outcome leads to, or null if there is none. */
export const resolveDepartment = ({
  evaluation,
  suggestions,
  departmentExists,
}: Pick<AutomaticInput, 'evaluation' | 'suggestions' | 'departmentExists'>): string | null => {
  const department = evaluation.outcome?.department;
  if (department === undefined) return null;
  if (department === 'suggested') return suggestions[0]?.departmentId ?? null;
  return departmentExists(department.id) ? department.id : null;
};

/** Whether a case goes to a department without a person, and if not, why not. */
export const decideAutomatic = (input: AutomaticInput): DispatchDecided['data'] => {
  const { caseId, source, ruleSetVersion, evaluation, filing, at } = input;
  const { rule, outcome } = evaluation;
  const decided = (
    reason: string,
    automatic: DispatchDecided['data']['automatic'] = null,
  ): DispatchDecided['data'] => ({
    caseId,
    ruleSetVersion,
    ruleId: rule?.ruleId ?? null,
    automatic,
    reason,
    at,
  });
  if (rule === null || outcome === null) return decided('没有规则适用，由派遣员决定');
  if (!outcome.automaticFor.includes(source)) return decided(`规则“${rule.name}”不作自动派遣`);
  if (filing === null) return decided('没有唯一适用的立案标准，由值班长决定');
  const departmentId = resolveDepartment(input);
  if (departmentId === null) return decided('没有可派遣的部门，由派遣员决定');
  const { priority, supervisingBody } = outcome;
  return decided(`按规则“${rule.name}”自动派遣`, { departmentId, ...filing, priority, supervisingBody });
};
