import { z } from 'zod';
import { CASE_SOURCES, CASE_STAGES, CLOCK_NAMES, LIGHTS, LIMIT_UNITS } from '../../governance/events.ts';
import { CASE_COMMANDS, LINK_KINDS } from '../../governance/index.ts';
import { SEVERITIES } from '../../sensing/events.ts';
import { text } from './common.ts';

/** Schemas of fields shared by several answers about cases. */
export const caseStage = z.enum(CASE_STAGES).meta({ id: 'CaseStage' });
export const caseSource = z.enum(CASE_SOURCES).meta({ id: 'CaseSource' });
export const light = z.enum(LIGHTS).meta({ id: 'Light' });
export const severity = z.enum(SEVERITIES).meta({ id: 'Severity' });
export const clockName = z.enum(CLOCK_NAMES).meta({ id: 'ClockName' });
export const limitUnit = z.enum(LIMIT_UNITS).meta({
  id: 'LimitUnit',
  description:
    'urgentHour, urgentDay and naturalDay run on the wall clock; workHour and workDay inside working hours',
});
export const linkKind = z.enum(LINK_KINDS).meta({ id: 'LinkKind' });
export const caseCommand = z.enum(CASE_COMMANDS).meta({ id: 'CaseCommand' });
export const provisional = z.boolean().meta({
  description:
    'Computed with the statutory days off alone, because the holiday notice of a year was not yet published',
});
export const address = text('迎泽区桃园二巷 12 号门前');
export const description = text('人行道雨水井盖缺失，行人有坠落危险');
