import { divisionCovers } from '../../geography/index.ts';
import type { ComponentBodies } from '../components/events.ts';
import type { FilingStandardRow } from '../events.ts';

export interface DepartmentChoice {
  readonly departmentId: string;
  readonly name: string;
  readonly divisionCode: string;
  /** Names of bodies in filing standards that mean this department. */
  readonly bodies: readonly string[];
}

/**
 * Bodies that a standard names by their role and not by name: 各产权单位 is the owner of the component, 所属街办 the
 * sub-district of the place.
 */
export interface BodyPlaceholders {
  readonly owner: RegExp;
  readonly local: RegExp;
}
export const BODY_PLACEHOLDERS: BodyPlaceholders = {
  owner: /^(及)?各?(产权|权属)单位$/,
  local: /^(所属|属地)/,
};

export const SUGGESTION_REASONS = {
  componentMaintainer: '部件养护单位',
  componentOwner: '部件权属单位',
  responsibleBody: '立案标准的处置单位',
  localBody: '立案标准指明由属地办理',
  componentInCharge: '部件主管部门',
  supervisingBody: '立案标准的主管部门',
} as const;
export type SuggestionReason = keyof typeof SUGGESTION_REASONS;

export interface DepartmentSuggestion {
  readonly departmentId: string;
  readonly name: string;
  readonly divisionCode: string;
  /** Best first; every reason why the department is suggested. */
  readonly reasons: readonly {
    readonly reason: SuggestionReason;
    readonly body: string;
    readonly text: string;
  }[];
}

export interface SuggestionInput {
  /** Null where the matter is not known yet. */
  readonly row: Pick<FilingStandardRow, 'responsibleBodies' | 'supervisingBodies'> | null;
  /** Finest division known of the place: the grid's, else the county of the point. */
  readonly divisionCode: string;
  /** The component that the report is about, if any. */
  readonly component: ComponentBodies | null;
  readonly departments: readonly DepartmentChoice[];
  readonly placeholders?: BodyPlaceholders;
}

interface Wanted {
  readonly reason: SuggestionReason;
  readonly body: string;
  /** Departments of this level or finer only: for bodies identified by the place. */
  readonly leastCodeLength?: number;
}

const TOWNSHIP_CODE_LENGTH = 9;

/** Bodies in order of responsibility: the maintainer, the owner, the body named by the standard, the supervisor. */
const wantedBodies = (input: SuggestionInput): Wanted[] => {
  const { row, component, placeholders = BODY_PLACEHOLDERS } = input;
  const keepers: Wanted[] = [
    ...(component?.maintainer
      ? [{ reason: 'componentMaintainer' as const, body: component.maintainer.name }]
      : []),
    ...(component?.owner ? [{ reason: 'componentOwner' as const, body: component.owner.name }] : []),
  ];
  const named = (row?.responsibleBodies ?? []).flatMap((body): Wanted[] => {
    if (placeholders.owner.test(body)) return [];
    if (!placeholders.local.test(body)) return [{ reason: 'responsibleBody', body }];
    return [
      { reason: 'responsibleBody', body },
      { reason: 'localBody', body, leastCodeLength: TOWNSHIP_CODE_LENGTH },
    ];
  });
  return [
    ...keepers,
    ...named,
    ...(component === null ? [] : [{ reason: 'componentInCharge' as const, body: component.inCharge.name }]),
    ...(row?.supervisingBodies ?? []).map((body): Wanted => ({ reason: 'supervisingBody', body })),
  ];
};

const answersTo = (department: DepartmentChoice, { reason, body, leastCodeLength }: Wanted): boolean =>
  reason === 'localBody'
    ? department.divisionCode.length >= (leastCodeLength ?? 0)
    : department.name === body || department.bodies.includes(body);

/**
 * Departments to dispatch to, best first (责任主体 × 网格 × 权属). Only departments whose division covers the place are named; of
 * two that correspond to the same body the one of the finer division comes first.
 */
export const suggestDepartments = (input: SuggestionInput): readonly DepartmentSuggestion[] => {
  const wanted = wantedBodies(input);
  const ranked = input.departments
    .filter(({ divisionCode }) => divisionCovers(divisionCode, input.divisionCode))
    .flatMap((department) => {
      const ranks = wanted.flatMap((each, rank) => (answersTo(department, each) ? [rank] : []));
      return ranks.length === 0 ? [] : [{ department, ranks }];
    })
    .sort(
      (a, b) =>
        a.ranks[0]! - b.ranks[0]! ||
        b.department.divisionCode.length - a.department.divisionCode.length ||
        (a.department.departmentId < b.department.departmentId ? -1 : 1),
    );
  return ranked.map(({ department: { departmentId, name, divisionCode }, ranks }) => ({
    departmentId,
    name,
    divisionCode,
    reasons: ranks.map((rank) => {
      const { reason, body } = wanted[rank]!;
      return { reason, body, text: `${SUGGESTION_REASONS[reason]}：${body}` };
    }),
  }));
};
