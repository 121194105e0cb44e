import type { Words } from '../platform/words.ts';

/** What became of a call to a webhook. */
export const DELIVERY_STATE_WORDS: Readonly<Record<'pending' | 'delivered' | 'dead', Words>> = {
  pending: { zh: '发送中', en: 'Being sent' },
  delivered: { zh: '已送达', en: 'Delivered' },
  dead: { zh: '未送达', en: 'Given up' },
};
