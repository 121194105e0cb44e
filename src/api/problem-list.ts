import type { Context } from 'hono';
import { anybody, withAccess } from './access.ts';
import type { Api } from './deps.ts';
import { languageOf } from './language.ts';
import { PROBLEMS, problemType } from './problems.ts';

const listed = Object.entries(PROBLEMS)
  .map(([code, { status, titleZh, titleEn }]) => ({
    code,
    type: problemType(code),
    status,
    titleZh,
    titleEn,
  }))
  .sort((one, other) => (one.code < other.code ? -1 : 1));

const HEADINGS = { zh: ['代码', '状态', '含义'], en: ['Code', 'Status', 'Meaning'] } as const;

/** The titles contain no markup: a test checks that. */
const page = (context: Context): string => {
  const language = languageOf(context.req.header('accept-language'));
  const rows = listed.map(
    ({ code, status, titleZh, titleEn }) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${language === 'zh' ? titleZh : titleEn}</td></tr>`,
  );
  const head = HEADINGS[language].map((heading) => `<th>${heading}</th>`).join('');
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>Yiwang 一网</title></head>` +
    `<body><table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></body></html>`
  );
};

/** `GET /problems`: the target of a problem's `type`, for programs and, if a browser asks, for people. */
export const problemRoutes = (root: Api): void => {
  root.get(
    '/problems',
    withAccess(anybody('the meaning of codes is public'), (context: Context) => {
      context.header('vary', 'Accept, Accept-Language');
      if (context.req.header('accept')?.includes('text/html')) return context.html(page(context));
      return context.json({ items: listed });
    }),
  );
};
