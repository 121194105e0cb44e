import { z } from 'zod';
import { COMPONENT_STATES } from '../../governance/components/events.ts';
import { divisionCode, gridCode, isoDay, nextCursor, point, text, version } from './common.ts';

const componentId = text('1401060101000017');
const address = text('迎泽大街 88 号门前');
const organisation = z
  .strictObject({ name: text('太原市市政公用管理中心'), code: text('12140100405750XXXX').nullable() })
  .meta({ id: 'Organisation' });
const standing = {
  componentId,
  codeSetId: text('gbt-30428-2-2013'),
  name: text('上水井盖'),
  divisionCode,
  majorCode: text('01'),
  minorCode: text('01'),
  bodies: z
    .strictObject({
      inCharge: organisation,
      owner: organisation.nullable(),
      maintainer: organisation.nullable(),
    })
    .meta({ id: 'ComponentBodies' }),
  state: z.enum(COMPONENT_STATES),
  gridCode: gridCode.nullable(),
  initialDate: isoDay,
  changeDate: isoDay.nullable(),
  source: text('实地测绘'),
  remark: text('2025 年更换'),
};
const location = z.strictObject({ ...point.shape, address }).meta({ id: 'ComponentLocation' });
const removedReason = text('道路改造拆除').nullable();

/** As it is after a change. */
export const changedComponentAnswer = z
  .strictObject({ ...standing, location })
  .meta({ id: 'ChangedComponent' });
const componentFields = { ...standing, location, removedReason, version };
export const componentAnswer = z.strictObject(componentFields).meta({ id: 'Component' });
export const nearComponentAnswer = z
  .strictObject({ ...componentFields, metres: z.number().meta({ example: 8.4 }) })
  .meta({ id: 'NearComponent' });

export const componentFeatureAnswer = z
  .strictObject({
    type: z.literal('Feature'),
    id: componentId,
    properties: z.strictObject({ ...standing, removedReason, version, address }),
    geometry: z.strictObject({
      type: z.literal('Point'),
      coordinates: z.array(z.number()).meta({ example: [112.5634, 37.8571] }),
    }),
  })
  .meta({ id: 'ComponentFeature' });
export const componentsAnswer = z
  .strictObject({
    type: z.literal('FeatureCollection'),
    features: z.array(componentFeatureAnswer),
    nextCursor,
  })
  .meta({ id: 'Components' });
