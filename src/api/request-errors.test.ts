import { z } from '@hono/zod-openapi';
import { expect, it } from 'vitest';
import { RULE_FAULTS } from '../sensing/alarms/rule-faults.ts';
import { errorsIn, errorsOf } from './request-errors.ts';

const schema = z.object({
  name: z.string().max(2),
  kind: z.enum(['a', 'b']),
  inside: z.object({ list: z.array(z.number()) }),
  hour: z.string().refine(() => false, 'quiet hours need a length'),
  code: z.string().refine(() => false, '网格编码有误'),
  clearAt: z.number().refine(() => false, RULE_FAULTS.clearsBeyond.en),
});

it('L6 explains what is wrong with a request in each language, by path', () => {
  const value = { name: 'abc', kind: 'c', inside: { list: [1, 'x'] }, hour: '', code: '', clearAt: 1 };
  const errors = errorsOf(schema, value);
  const [zh, en] = [errorsIn(errors, 'zh'), errorsIn(errors, 'en')];
  const paths = ['name', 'kind', 'inside.list.1', 'hour', 'code', 'clearAt'];
  expect(zh.map(({ path }) => path)).toEqual(paths);
  expect(en.map(({ path }) => path)).toEqual(paths);
  for (const { message } of zh) expect(message).toMatch(/\p{Script=Han}/u);
  for (const { message } of en) expect(message).not.toMatch(/\p{Script=Han}/u);
  expect(en[3]).toEqual({ path: 'hour', message: 'quiet hours need a length' });
  expect(zh[3]).toEqual({ path: 'hour', message: '内容无效' });
  expect(zh[4]).toEqual({ path: 'code', message: '网格编码有误' });
  expect([zh[5]!.message, en[5]!.message]).toEqual(Object.values(RULE_FAULTS.clearsBeyond));
});
