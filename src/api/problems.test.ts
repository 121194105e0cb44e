import { readdir, readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { PROBLEMS, problemResponse, problemSchema } from './problems.ts';

const HAN = /\p{Script=Han}/u;
/** Places that throw a problem or refuse a command with a literal code. */
const CODES = /(?:new ProblemError|\brefused|\brefuse|throwRefusal)\(\s*'([a-z]\w+)',\s*[{'`]/g;

const answer = async (code: string, language: string, words?: string) => {
  const app = new Hono().get('/', (context) => problemResponse(context, code, words));
  const response = await app.request('/', { headers: { 'accept-language': language } });
  return { response, body: problemSchema.parse(await response.json()) };
};

describe('problems', () => {
  it.each(Object.entries(PROBLEMS))('L6 %s has words in both languages', async (code, kind) => {
    expect(kind.titleZh).toMatch(HAN);
    expect(kind.titleEn).toMatch(/^[^\p{Script=Han}<>&]+$/u);
    expect(kind.titleZh).not.toMatch(/[<>&]/);
    for (const language of LANGUAGES) {
      const { response, body } = await answer(code, language);
      const title = language === 'zh' ? kind.titleZh : kind.titleEn;
      expect(body).toMatchObject({ type: `/problems#${code}`, title, detail: title, code });
      expect(response.headers.get('content-language')).toBe(language);
    }
  });

  it('L6 contain no text in another language than requested', async () => {
    expect((await answer('caseUnknown', 'en', '案件不存在')).body.detail).toBe(PROBLEMS.caseUnknown!.titleEn);
    expect((await answer('bodyTooLarge', 'zh', 'at most 5 bytes')).body.detail).toBe('内容过大');
  });

  it('L6 all thrown problems are in the table', async () => {
    const root = new URL('../', import.meta.url);
    const files = (await readdir(root, { recursive: true })).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('testing/'),
    );
    const thrown = new Set<string>();
    for (const name of files) {
      if (!/api\/|decider|governance|identity|sensing|notifications|application|attachments/.test(name))
        continue;
      const text = await readFile(new URL(name, root), 'utf8');
      if (!text.includes('ProblemError') && !text.includes('refused(')) continue;
      for (const [, code] of text.matchAll(CODES)) thrown.add(code!);
    }
    expect(thrown.size).toBeGreaterThan(100);
    expect([...thrown].filter((code) => !Object.hasOwn(PROBLEMS, code))).toEqual([]);
  });
});
