import { describe, expect, it } from 'vitest';
import { languageOf, wordsIn } from './language.ts';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['*', 'zh'],
    ['en', 'en'],
    ['EN-us,zh;q=0.5', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['fr, en;q=0.3', 'en'],
    ['en;q=0.2, zh-TW;q=0.7', 'zh'],
    ['en;q=0', 'zh'],
    ['en;q=x', 'zh'],
    ['english', 'zh'],
  ])('for %s is %s', (accepted, language) => {
    expect(languageOf(accepted)).toBe(language);
  });
});

describe('words', () => {
  it('are those of the language, and none if they exist only in another', () => {
    expect(wordsIn({ zh: '无', en: 'none' }, 'en')).toBe('none');
    expect(wordsIn('案件不存在', 'zh')).toBe('案件不存在');
    expect(wordsIn('案件不存在', 'en')).toBeUndefined();
    expect(wordsIn('no such case', 'zh')).toBeUndefined();
  });
});
