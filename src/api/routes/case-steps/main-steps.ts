import { z } from '@hono/zod-openapi';
import { findRow, MAX_DESCRIPTION_LENGTH, refOf } from '../../../governance/index.ts';
import type { ApiDeps } from '../../deps.ts';
import { field } from '../../form-fields.ts';
import { requireMatter } from '../../known-matter.ts';
import { ProblemError } from '../../problems.ts';
import { locatedDivision } from '../../report-place.ts';
import { approved, id, opinion, reason, step } from './step.ts';

/** The current version of the row; null if none is named. Throws unknownStandardRow. */
const findStandard = (standardId: string | undefined, rowId: string | undefined, deps: ApiDeps) => {
  if (standardId === undefined || rowId === undefined) return null;
  const standard = deps.reference.standards().get(standardId);
  const row = standard && findRow(standard, rowId);
  if (standard === undefined || row === undefined)
    throw new ProblemError(
      'unknownStandardRow',
      { zh: '立案标准不存在', en: 'filing standard not found' },
      { standardId, rowId },
    );
  return refOf(standard, row);
};

const correction = reason.extend({
  description: field(
    z.string().max(MAX_DESCRIPTION_LENGTH * 2),
    'text',
    '内容改为',
    'New description',
  ).optional(),
  matterCode: field(z.string().max(64), 'matter', '类别改为', 'New category').optional(),
  location: field(
    z.object({
      lon: z.number().min(-180).max(180),
      lat: z.number().min(-90).max(90),
      address: z.string().max(200).default(''),
    }),
    'location',
    '位置改为',
    'New place',
  ).optional(),
});

export const MAIN_STEPS = [
  step({
    command: 'AcceptCase',
    body: opinion,
    build: ({ body, actor, at }) => ({ type: 'AcceptCase', ...body, actor, at }),
  }),
  step({
    command: 'RejectCase',
    body: reason,
    build: ({ body, actor, at }) => ({ type: 'RejectCase', ...body, actor, at }),
  }),
  step({
    command: 'CorrectCase',
    body: correction,
    async build({ body: { reason: why, description, matterCode, location }, actor, at, deps }) {
      if (matterCode !== undefined) await requireMatter(deps, matterCode);
      const place = location && locatedDivision(location, deps);
      const changes = {
        ...(description === undefined ? {} : { description }),
        ...(matterCode === undefined ? {} : { matterCode }),
        ...(location === undefined || place === undefined ? {} : { location, ...place }),
      };
      return { type: 'CorrectCase', reason: why, changes, actor, at };
    },
  }),
  step({
    command: 'FileCase',
    body: opinion.extend({
      standardId: field(id, 'standard', '立案标准', 'Filing standard').optional(),
      rowId: field(id, 'standardRow', '立案条件', 'Filing condition').optional(),
    }),
    build: ({ body, actor, at, deps }) => ({
      type: 'FileCase',
      standard: findStandard(body.standardId, body.rowId, deps),
      opinion: body.opinion,
      actor,
      at,
    }),
  }),
  step({
    command: 'DeclineFiling',
    body: reason,
    build: ({ body, actor, at }) => ({ type: 'DeclineFiling', ...body, actor, at }),
  }),
  step({
    command: 'CloseCase',
    body: opinion,
    build: ({ body, actor, at }) => ({ type: 'CloseCase', ...body, actor, at }),
  }),
  step({
    command: 'ReturnCase',
    body: reason,
    build: ({ body, actor, at }) => ({ type: 'ReturnCase', ...body, actor, at }),
  }),
  step({
    command: 'AuditSelfHandling',
    body: opinion.extend({ approved }),
    build: ({ body, actor, at }) => ({ type: 'AuditSelfHandling', ...body, actor, at }),
  }),
];
