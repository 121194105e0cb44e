import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { compressed } from './compressed.ts';

const LIST = { items: Array.from({ length: 100 }, (_, n) => ({ caseId: `case-${n}`, stage: 'reported' })) };

const app = new Hono();
app.use('/api/*', compressed);
app.get('/api/list', (context) => {
  context.header('etag', '"7"');
  return context.json(LIST);
});
app.get('/api/small', (context) => context.json({ ok: true }, 201));
app.get('/api/none', (context) => context.body(null, 204));
app.get('/api/sheet', (context) => context.body('x'.repeat(5000), 200, { 'content-type': 'text/csv' }));
let made: Response;
app.get('/api/made', (context) => {
  made = context.json(LIST);
  return made;
});
app.post('/api/fault', (context) =>
  context.body(JSON.stringify({ code: 'invalid', detail: '错'.repeat(2000) }), 400, {
    'content-type': 'application/problem+json; charset=utf-8',
  }),
);

const ask = (path: string, accept?: string, method = 'GET') =>
  app.request(path, { method, ...(accept === undefined ? {} : { headers: { 'accept-encoding': accept } }) });

describe('a compressed answer', () => {
  it('has the same content, in a fraction of its bytes, under the same tag', async () => {
    const answer = await ask('/api/list', 'gzip, deflate, br');
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('etag')).toBe('"7"');
    expect(answer.headers.get('vary')).toBe('accept-encoding');
    expect(bytes.length).toBeLessThan(JSON.stringify(LIST).length / 5);
    expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(LIST);
  });

  it('is a problem too', async () => {
    const answer = await ask('/api/fault', 'gzip', 'POST');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const { code } = JSON.parse(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString());
    expect(code).toBe('invalid');
  });

  it.each([undefined, 'br', 'gzip;q=0', '*, gzip;q=0', 'identity'])(
    'is not sent to a client that accepts %s',
    async (accept) => {
      const answer = await ask('/api/list', accept);
      expect(answer.headers.get('content-encoding')).toBeNull();
      expect(answer.headers.get('etag')).toBe('"7"');
      expect(await answer.json()).toEqual(LIST);
    },
  );

  it('is the only one that is not passed on as it was made', async () => {
    expect(await ask('/api/made')).toBe(made);
    expect(await ask('/api/made', 'gzip')).not.toBe(made);
  });

  it('is not made of what fits into a packet, of nothing, of other types', async () => {
    for (const path of ['/api/small', '/api/none', '/api/sheet'])
      expect((await ask(path, 'gzip')).headers.get('content-encoding')).toBeNull();
    expect(await (await ask('/api/small', 'gzip')).json()).toEqual({ ok: true });
    expect((await ask('/api/small', 'gzip')).status).toBe(201);
  });
});
