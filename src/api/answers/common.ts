import { z } from 'zod';

/** Fields shared by many answers. Each has an example, from which the examples of whole answers are built. */
export const isoTime = z.iso.datetime({ offset: true }).meta({ example: '2026-03-14T02:05:00.000Z' });
/** A day in Asia/Shanghai. */
export const isoDay = z.iso.date().meta({ example: '2026-03-14' });
/** Province, city, county, township or village: 2 to 12 digits. */
export const divisionCode = z.string().meta({ example: '140106' });
export const divisionName = z.string().meta({ example: '迎泽区' });
export const gridCode = z.string().meta({ example: '14010600100012' });
/** Degrees, WGS 84 / CGCS2000. */
export const point = z
  .strictObject({
    lon: z.number().meta({ example: 112.5634 }),
    lat: z.number().meta({ example: 37.8571 }),
  })
  .meta({ id: 'Point' });
/** Passed as `cursor`, it returns the next page. */
export const nextCursor = z.string().nullable().meta({ example: 'eyJhdCI6IjIwMjYtMDMtMTQifQ' });

/** Free text. */
export const text = (example: string) => z.string().meta({ example });
/** An id that we generate: a time-ordered UUID. */
export const madeId = z.string().meta({ example: '01957c1e-7a40-7b3e-9a51-3f0c2d8e6b10' });
export const caseId = madeId;
export const caseNumber = text('140106-20260314-00017');
export const userId = text('user-7d3f0c1b9a5e');
export const deviceId = text('tyyz-aq-001');
export const departmentId = text('dept-yingze-chengguan');
export const matterCode = text('event-S1-01');
export const count = z.number().int().meta({ example: 3 });
/** Version of a stream, as in ETag. */
export const version = z.number().int().meta({ example: 4 });
/** A name in both languages. */
export const names = { nameZh: text('回访报案人'), nameEn: text('Call the petitioner back') };
/** Titles of shipped data, in both languages. */
export const titles = (zh: string, en: string) => ({ titleZh: text(zh), titleEn: text(en) });

/** Names of codes. */
export const wording = { zh: text('待派遣'), en: text('To be dispatched') };
export const wordList = z.array(z.strictObject({ code: text('filed'), ...wording }).meta({ id: 'Words' }));

/** A page of a list. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor });

/** The data of an event, as defined by its type; texts and personal data are masked or sealed. */
export const eventData: z.ZodType<object> = z.looseObject({}).meta({
  id: 'EventData',
  description: 'As defined by the type of the event; texts are masked, personal data sealed',
  example: { opinion: '情况属实，予以受理', at: '2026-03-14T02:05:00.000Z' },
});
