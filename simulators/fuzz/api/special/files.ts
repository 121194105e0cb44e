import type { FuzzRequest } from '../request.ts';
import { PLACES } from '../world.ts';
import { itemsOf, type Maker, picture, type SpecialRequests } from './maker.ts';

const TUS = { 'tus-resumable': '1.0.0' };
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A picture attached to a case of the sender's city. */
const attachmentOf = async (
  { world, person, random, read }: Maker,
  kind: string,
): Promise<FuzzRequest | undefined> => {
  const form = new FormData();
  form.append('report', JSON.stringify({ description: '照片', location: PLACES[person.city] }));
  form.append('photo', new Blob([picture(random)], { type: 'image/png' }), 'p.png');
  const response = await fetch(`${world.baseUrl}/api/v1/cases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}` },
    body: form,
  });
  const { caseId } = (await response.json()) as { caseId?: string };
  if (caseId === undefined) return undefined;
  const [attachment] = itemsOf(await read(`/api/v1/cases/${caseId}/attachments`));
  const id = attachment?.attachmentId ?? attachment?.digest;
  return id === undefined
    ? undefined
    : { method: 'GET', path: `/api/v1/cases/${caseId}/${kind}/${String(id)}` };
};

/** Uploads and attachments of a case. */
export const FILES: SpecialRequests = {
  'GET /api/v1/cases/{caseId}/attachments/{digest}': { make: (maker) => attachmentOf(maker, 'attachments') },
  'GET /api/v1/cases/{caseId}/photos/{digest}': { make: (maker) => attachmentOf(maker, 'photos') },
  'POST /api/v1/attachments': {
    make: ({ random }) => {
      const form = new FormData();
      form.append('photo', new Blob([picture(random)], { type: 'image/png' }), 'p.png');
      return { method: 'POST', path: '/api/v1/attachments', body: form };
    },
  },
  'OPTIONS /api/v1/uploads': { make: () => ({ method: 'OPTIONS', path: '/api/v1/uploads' }) },
  'POST /api/v1/uploads': {
    make: ({ random }) => ({
      method: 'POST',
      path: '/api/v1/uploads',
      headers: {
        ...TUS,
        'upload-length': String(20 + Math.floor(random() * 20)),
        'upload-metadata': `filename ${base64('a.png')},filetype ${base64('image/png')}`,
      },
    }),
  },
  'PATCH /api/v1/uploads/{uploadId}': {
    async make({ world, person }) {
      const begun = await fetch(`${world.baseUrl}/api/v1/uploads`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${person.token}`,
          ...TUS,
          'upload-length': '20',
          'upload-metadata': `filename ${base64('a.png')},filetype ${base64('image/png')}`,
        },
      });
      const path = begun.headers.get('location');
      if (path === null) return undefined;
      return {
        method: 'PATCH',
        path,
        headers: { ...TUS, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
        body: new Uint8Array(5),
      };
    },
  },
  'GET /api/v1/uploads/{uploadId}': {
    make: ({ pools, person, random }) => {
      const upload = pools.pick(person.userId, 'uploadId', random());
      if (upload === undefined) return undefined;
      return { method: 'GET', path: `/api/v1/uploads/${upload.id}`, headers: TUS };
    },
  },
  'DELETE /api/v1/uploads/{uploadId}': {
    make: ({ pools, person, random }) => {
      const upload = pools.pick(person.userId, 'uploadId', random());
      if (upload === undefined) return undefined;
      return { method: 'DELETE', path: `/api/v1/uploads/${upload.id}`, headers: TUS };
    },
  },
};
