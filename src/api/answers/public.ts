import { z } from 'zod';
import { PUBLIC_STATES } from '../../governance/index.ts';
import {
  caseNumber,
  count,
  divisionCode,
  divisionName,
  isoDay,
  isoTime,
  listOf,
  matterCode,
  point,
  text,
} from './common.ts';
import { matterAnswer } from './standards.ts';

/* What people without an account are told: nothing that somebody has written about a case except the reason of a refusal, which is masked, and nobody's name. */

const words = (zh: string, en: string) => z.strictObject({ zh: text(zh), en: text(en) });
const state = z.enum(PUBLIC_STATES).meta({ id: 'PublicState' });
const stateWords = words('办理中', 'In progress');
const place = text('太原市 迎泽区');
const trackingCode = text('7K3QX-0M9TZ-4H2WB-R8C6N');

export const publicSettingsAnswer = z
  .strictObject({
    photosMax: count,
    photoMaxBytes: z.number().int().meta({ example: 6_291_456 }),
    descriptionMax: z.number().int().meta({ example: 1000 }),
    addressMax: z.number().int().meta({ example: 200 }),
    ratingDays: z.number().int().meta({ example: 15 }),
    nearbyDays: z.number().int().meta({ example: 30 }),
    blurMeters: z.number().int().meta({ example: 500 }),
    divisions: z
      .array(z.strictObject({ code: divisionCode, name: divisionName, parentName: text('太原市') }))
      .meta({ description: 'Counties that take reports' }),
  })
  .meta({ id: 'PublicSettings' });

export const publicCategoriesAnswer = listOf(matterAnswer);

export const publicPlaceAnswer = z
  .strictObject({
    divisionCode: divisionCode.nullable(),
    place: place.nullable(),
    grid: text('迎泽街道第 12 网格').nullable(),
    served: z.boolean().meta({ description: 'Whether reports are taken here' }),
  })
  .meta({ id: 'PublicPlace' });

export const challengeAnswer = z
  .strictObject({
    challenge: text('pkV1c2mQb0yY1l9m3xkq7A.13.1773453900000.0dQdT1m9c3b7VZp2x4y5zA'),
    bits: z.number().int().meta({ example: 13 }),
    paddingBytes: z.number().int().meta({ example: 16_384 }),
    expiresAt: isoTime,
  })
  .meta({
    id: 'Challenge',
    description:
      'Find a number `n` for which SHA-256 over `{challenge}.{n}.` in UTF-8 and `paddingBytes` zeros begins with `bits` zero bits; the proof is `{challenge}.{n}`',
  });

export const publicPhotoAnswer = z.strictObject({ photoId: text('9b74c989…') }).meta({ id: 'PublicPhoto' });

export const publicReportAnswer = z
  .strictObject({
    trackingCode: trackingCode.meta({ description: 'Shown here alone: it is stored nowhere' }),
    caseNumber,
    place,
    reportedAt: isoTime,
  })
  .meta({ id: 'PublicReport' });

export const publicStatusAnswer = z
  .strictObject({
    caseNumber,
    state,
    stateWords,
    next: words('部门正在处置。', 'The department is working on it.'),
    dueAt: isoTime.nullable().meta({ description: 'By when the next step is due; null while no time runs' }),
    overdue: z.boolean(),
    place,
    category: text('井盖缺失').nullable(),
    department: text('迎泽区城市管理局').nullable(),
    reason: text('不属于受理范围')
      .nullable()
      .meta({ description: 'Why it was refused; personal data is masked' }),
    milestones: z.array(z.strictObject({ at: isoTime, words: words('受理', 'Accepted') })),
    rating: z.strictObject({ score: z.number().int().meta({ example: 5 }), at: isoTime }).nullable(),
    rateableUntil: isoTime.nullable().meta({ description: 'Null while it cannot be rated' }),
  })
  .meta({ id: 'PublicStatus' });

export const publicRatingAnswer = z
  .strictObject({ score: z.number().int().meta({ example: 5 }), at: isoTime })
  .meta({ id: 'PublicRating' });

export const shownCaseAnswer = z
  .strictObject({
    ref: text('5f2c0b1a9d3e4c67').meta({ description: 'Tells one from another; it opens nothing' }),
    category: text('井盖缺失').nullable(),
    matterCode: matterCode.nullable(),
    place,
    state,
    stateWords,
    reportedOn: isoDay,
    ...point.shape,
    blurred: z.boolean().meta({ description: 'The point is the middle of a square in which the place is' }),
  })
  .meta({ id: 'ShownCase' });
