import { z } from '@hono/zod-openapi';
import { MAX_DESCRIPTION_LENGTH } from '../../../governance/index.ts';
import { field } from '../../form-fields.ts';
import { attachmentDigests, findAttachments } from '../../report-body.ts';
import { step, text } from './step.ts';

export const ADDITION_STEPS = [
  step({
    command: 'SupplementCase',
    body: z.object({
      photos: field(attachmentDigests, 'photos', '照片、录音或视频', 'Photos, sound or film'),
      description: field(z.string().max(MAX_DESCRIPTION_LENGTH * 2), 'text', '补充说明', 'Words').default(''),
    }),
    build: async ({ body, actor, at, deps, person }) => ({
      type: 'SupplementCase',
      description: body.description,
      photos: await findAttachments(body.photos, deps, person),
      actor,
      at,
    }),
  }),
  step({
    command: 'NoteCase',
    body: z.object({ note: field(text, 'text', '备注（仅工作人员可见）', 'Note, for staff only') }),
    build: ({ body, actor, at }) => ({ type: 'NoteCase', ...body, actor, at }),
  }),
];
