import { expect, test } from 'vitest';
import type { Draft } from './draft.ts';
import { missingIn } from './missing.ts';

const DRAFT: Draft = {
  key: 'k',
  description: '井盖破损',
  way: 'words',
  point: null,
  accuracyM: null,
  divisionCode: '140106',
  address: '柳巷 18 号',
  matterCode: '',
  photos: [],
};

test.each([
  [{}, '', []],
  [{ description: ' ' }, '', ['description']],
  [{ divisionCode: '', address: ' ' }, '', ['place', 'address']],
  [{ way: 'point' as const }, '', ['place']],
  [{ way: 'point' as const, point: { lon: 112.5, lat: 37.8 }, address: '' }, '', []],
  [{}, '138 1234 5678', []],
  [{}, '0351-7654321', []],
  [{}, '请打电话', ['phone']],
])('%j with phone %j misses %j', (change, phone, missing) => {
  expect(missingIn({ ...DRAFT, ...change }, phone)).toEqual(missing);
});
