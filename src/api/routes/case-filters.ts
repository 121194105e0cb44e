import { z } from '@hono/zod-openapi';
import { CASE_SORTS, type CaseFilter } from '../../../projections/governance/case-list/queries.ts';
import { CASE_SOURCES, CASE_STAGES, LIGHTS } from '../../governance/events.ts';
import { CASE_FLAGS, OPEN_ITEMS } from '../../governance/index.ts';
import { flag, present } from '../request.ts';

const listed = z.string().transform((text) => text.split(','));

/** Stages, separated by commas. */
const stageList = listed.pipe(z.array(z.enum(CASE_STAGES)));

const MOST_CASES = 50;
/** Ids of cases, separated by commas. */
export const caseIdList = listed.pipe(z.array(z.string().min(1).max(64)).max(MOST_CASES));

/** Filters and sort orders of cases. */
export const caseFilterQuery = {
  stage: stageList.optional(),
  division: z
    .string()
    .regex(/^\d{2,12}$/)
    .optional(),
  department: z.string().max(64).optional(),
  grid: z.string().max(32).optional(),
  matter: z
    .string()
    .max(64)
    .optional()
    .openapi({ description: 'A category, or the first parts of its code: `event-01` for all of a group' }),
  openItem: listed
    .pipe(z.array(z.enum(OPEN_ITEMS)))
    .optional()
    .openapi({ description: 'At least one of these is open, separated by commas' }),
  flag: listed
    .pipe(z.array(z.enum(CASE_FLAGS)))
    .optional()
    .openapi({ description: 'All of these flags, separated by commas' }),
  urgent: flag().optional(),
  mine: flag().optional().openapi({ description: 'I took part in it' }),
  cases: caseIdList.optional().openapi({ description: 'Only these cases, if they fit' }),
  source: z.enum(CASE_SOURCES).optional(),
  device: z.string().max(64).optional(),
  alarm: z.string().max(64).optional(),
  light: z.enum(LIGHTS).optional(),
  overdue: flag().optional(),
  wasOverdue: flag().optional(),
  suspended: flag().optional(),
  open: flag().optional(),
  setAside: flag().optional(),
  possibleDuplicate: flag().optional().openapi({
    description:
      'An open case near it may be the same. Cases are compared while the list is read: a page may be short, its cursor continues',
  }),
  reportedFrom: z.iso.datetime({ offset: true }).optional(),
  reportedUntil: z.iso.datetime({ offset: true }).optional(),
  text: z.string().min(1).max(100).optional(),
  sort: z.enum(CASE_SORTS).default('reportedAt'),
};

const filterQuery = z.object(caseFilterQuery).omit({ sort: true });
export type CaseFilterQuery = z.infer<typeof filterQuery>;

/** Words, alarms and possible duplicates are searched for in every case of the list. */
export const searchesEveryCase = ({ text, alarm, possibleDuplicate }: CaseFilterQuery): boolean =>
  [text, alarm, possibleDuplicate].some((condition) => condition !== undefined);

export const caseFilterOf = (query: CaseFilterQuery): CaseFilter =>
  present({
    stages: query.stage,
    divisionPrefix: query.division,
    departmentId: query.department,
    gridCode: query.grid,
    matterPrefix: query.matter,
    openItems: query.openItem,
    flags: query.flag,
    urgent: query.urgent,
    mine: query.mine,
    caseIds: query.cases,
    source: query.source,
    deviceId: query.device,
    alarmId: query.alarm,
    light: query.light,
    overdue: query.overdue,
    wasOverdue: query.wasOverdue,
    suspended: query.suspended,
    // Only open cases have candidates.
    open: query.open ?? (query.possibleDuplicate === true && query.setAside === undefined ? true : undefined),
    setAside: query.setAside,
    reportedFrom: query.reportedFrom,
    reportedUntil: query.reportedUntil,
    text: query.text,
  });
