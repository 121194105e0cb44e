import { z } from 'zod';
import { count, divisionCode, gridCode, isoTime, point, text, userId, version } from './common.ts';
import { area, gridFeatureAnswer, gridName } from './places.ts';

const squareMetres = z.number().int().meta({ example: 12_480 });

export const caretakerAnswer = z
  .strictObject({
    userId,
    name: text('李芳'),
    role: text('gridWorker'),
    divisionCode,
    /** Named for this grid; the others have the role in its division. */
    assigned: z.boolean(),
  })
  .meta({ id: 'Caretaker' });

export const gridInFullAnswer = z
  .strictObject({
    grid: gridFeatureAnswer,
    version,
    retired: z.boolean(),
    squareMetres,
    openCases: count,
    caretakers: z.array(caretakerAnswer),
  })
  .meta({ id: 'GridInFull' });

export const gridHistoryEntryAnswer = z
  .strictObject({
    version,
    at: isoTime,
    byName: text('赵强').nullable(),
    kinds: z.array(text('redrawn')),
    name: gridName,
    divisionCode,
    workerId: userId.nullable(),
    workerName: text('李芳').nullable(),
    reason: text('与相邻网格合并').nullable(),
    successorCode: gridCode.nullable(),
    geometry: area,
  })
  .meta({ id: 'GridHistoryEntry' });

export const gridFaultAnswer = z
  .strictObject({
    code: text('gridsOverlap').meta({ description: 'Words: `gridFaults`' }),
    blocking: z.boolean().meta({ description: 'Nothing is saved while it is there' }),
    gridCode: gridCode.nullable().meta({ description: 'The other grid, if it may be known' }),
    gridName: gridName.nullable(),
    squareMetres: squareMetres.nullable(),
    at: point.nullable().meta({ description: 'Where it is, if in one place' }),
    area: area.nullable().meta({ description: 'What overlaps, or is left over' }),
  })
  .meta({ id: 'GridFault' });

export const gridChangedAnswer = z
  .strictObject({
    dryRun: z.boolean(),
    gridCode,
    version,
    squareMetres: squareMetres.nullable(),
    openCases: count,
    faults: z.array(gridFaultAnswer),
  })
  .meta({ id: 'GridChanged' });
