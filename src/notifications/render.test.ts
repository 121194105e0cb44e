import { expect, it } from 'vitest';
import { render } from './render.ts';

it('a text shows a dash for an unknown field', () => {
  expect(render({ zh: '{a}、{b}、{c:time}', en: '{toString}' }, { a: 0, b: null, c: 'soon' })).toEqual({
    zh: '0、—、soon',
    en: '—',
  });
});
