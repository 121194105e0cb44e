import type { Draft } from './draft.ts';

export type Field = 'description' | 'place' | 'address' | 'phone';

const PHONE = /^[+\d][\d ()-]{4,18}\d$/;

/** What has to be filled in or mended before it can be sent, in the order of the page. */
export const missingIn = (draft: Draft, phone: string): readonly Field[] => [
  ...(draft.way === 'point'
    ? draft.point === null
      ? (['place'] as const)
      : []
    : draft.divisionCode === ''
      ? (['place'] as const)
      : []),
  ...(draft.way === 'words' && draft.address.trim() === '' ? (['address'] as const) : []),
  ...(draft.description.trim() === '' ? (['description'] as const) : []),
  ...(phone === '' || PHONE.test(phone) ? [] : (['phone'] as const)),
];
