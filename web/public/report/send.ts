import { ApiError, api, type Problem, type Schemas, take } from '../../shared/api.ts';
import { language } from '../../shared/language.ts';
import { prove } from '../proof/prove.ts';
import type { Draft, DraftPhoto } from './draft.ts';

export type Receipt = Schemas['PublicReport'];
/** What is being done: the number of the photo, from 1. */
export type Progress =
  | { readonly at: 'proof' }
  | { readonly at: 'photo'; readonly number: number }
  | { readonly at: 'report' };

const PHOTO_TIMEOUT_MS = 180_000;
/** With these a new proof helps. */
const STALE = new Set(['proofExpired', 'proofUsed', 'proofInvalid']);

const sendPhoto = async ({ blob }: DraftPhoto, key: string, proof: string): Promise<string> => {
  const response = await fetch('/api/v1/public/photos', {
    method: 'POST',
    headers: {
      'content-type': blob.type === '' ? 'image/heic' : blob.type,
      'accept-language': language(),
      'x-public-proof': proof,
      'x-report-key': key,
    },
    body: blob,
    signal: AbortSignal.timeout(PHOTO_TIMEOUT_MS),
  }).catch(() => undefined);
  if (response === undefined) throw new ApiError(undefined, 0);
  const body = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(body as Problem | undefined, response.status);
  return (body as Schemas['PublicPhoto']).photoId;
};

const once = async (draft: Draft, phone: string, tell: (progress: Progress) => void): Promise<Receipt> => {
  tell({ at: 'proof' });
  const proof = await prove();
  const photos: string[] = [];
  for (const photo of draft.photos) {
    tell({ at: 'photo', number: photos.length + 1 });
    photos.push(await sendPhoto(photo, draft.key, proof));
  }
  tell({ at: 'report' });
  const { description, way, point, divisionCode, address, matterCode } = draft;
  return take(
    api.POST('/api/v1/public/reports', {
      params: { header: { 'idempotency-key': draft.key, 'x-public-proof': proof } },
      body: {
        description: description.trim(),
        place:
          way === 'point' && point !== null
            ? { ...point, address: address.trim() }
            : { divisionCode, address: address.trim() },
        photos,
        ...(matterCode === '' ? {} : { matterCode }),
        ...(phone === '' ? {} : { phone }),
      },
    }),
  );
};

/** Works, sends photos, then the report. Sent again with the same draft it is the same report. Throws ApiError. */
export const send = async (
  draft: Draft,
  phone: string,
  tell: (progress: Progress) => void,
): Promise<Receipt> => {
  try {
    return await once(draft, phone, tell);
  } catch (error) {
    if (!(error instanceof ApiError && STALE.has(error.code))) throw error;
    return once(draft, phone, tell);
  }
};
