import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

let product: Product;
let leader: string;
let worker: string;

beforeAll(async () => {
  product = await startProduct();
  leader = await product.signIn('leader', '1401');
  worker = await product.signIn('gridWorker', '1401');
});
afterAll(() => product.stop());

interface SseMessage {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** The complete messages of a text: one that is cut off is dropped (WHATWG HTML, section 9.2.6). */
const messagesOf = (text: string): SseMessage[] =>
  text
    .split('\n\n')
    .slice(0, -1)
    .filter((block) => !block.startsWith(':'))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
      return { event: field('event') ?? 'message', id: field('id'), data: field('data') ?? '' };
    });
const lastIdOf = (text: string, before: string | undefined): string | undefined =>
  messagesOf(text).reduce((last, { id }) => id ?? last, before);

/** What a stream sends, as text, until one of its messages matches. */
const streamUntil = async (
  lastEventId: string | undefined,
  isWanted: (message: SseMessage) => boolean,
  onOpen: () => Promise<unknown> = async () => undefined,
  query = '',
): Promise<{ text: string; headers: Headers }> => {
  const response = await fetch(`${product.baseUrl}/api/v1/stream${query}`, {
    headers: {
      authorization: `Bearer ${leader}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let opened = false;
  while (!messagesOf(text).some(isWanted)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    if (!opened && text.includes('event: hello')) {
      opened = true;
      await onOpen();
    }
  }
  await reader.cancel();
  return { text, headers: response.headers };
};
const isHello = ({ event }: SseMessage) => event === 'hello';

/** Reports so many cases; gives the number of the last. */
const report = async (count: number): Promise<string> => {
  let last = '';
  for (let n = 0; n < count; n += 1) {
    const body = { description: `路灯 ${n} 不亮`, location: YINGZE };
    last = (await product.call(worker, 'POST', '/api/v1/cases', body)).body.caseNumber as string;
  }
  return last;
};
const mentions =
  (caseNumber: string) =>
  ({ data }: SseMessage) =>
    data.includes(caseNumber);
/** What happened, without the frame around it. */
const news = (text: string) => messagesOf(text).filter(({ event }) => event !== 'hello');

describe('a live stream', () => {
  it('case 47 hello carries the id that the client sent, followed by what it missed', async () => {
    const start = lastIdOf((await streamUntil(undefined, isHello)).text, undefined)!;
    const last = await report(3);
    await product.settle();
    const cut = await streamUntil(start, isHello);
    expect(messagesOf(cut.text)[0]).toEqual({ event: 'hello', id: start, data: '{}' });
    // Cut right behind hello.
    const again = await streamUntil(messagesOf(cut.text)[0]!.id, mentions(last));
    expect(news(again.text).filter(({ event }) => event === 'case')).toHaveLength(3);
  });

  it('H4 a stream cut at any byte and resumed from the last id loses nothing and repeats nothing', async () => {
    const start = lastIdOf((await streamUntil(undefined, isHello)).text, undefined)!;
    await report(2);
    await product.settle();
    // Two that were missed, and two that come while it is open.
    let last = '';
    const whole = await streamUntil(
      start,
      (message) => last !== '' && mentions(last)(message),
      async () => {
        last = await report(2);
      },
    );
    const all = news(whole.text);
    expect(all.length).toBeGreaterThanOrEqual(4);
    const ids = messagesOf(whole.text).flatMap(({ id }) => (id === undefined ? [] : [Number(id)]));
    expect(ids, 'ids never run backwards').toEqual(ids.toSorted((a, b) => a - b));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);

    const bytes = new TextEncoder().encode(whole.text);
    const resumed = new Map<string, readonly SseMessage[]>();
    for (let cut = 0; cut < bytes.length; cut += 1) {
      const seen = new TextDecoder().decode(bytes.subarray(0, cut));
      const id = lastIdOf(seen, start)!;
      if (!resumed.has(id)) {
        const isAllSeen = news(seen).some(mentions(last));
        resumed.set(id, isAllSeen ? [] : news((await streamUntil(id, mentions(last))).text));
      }
      expect([...news(seen), ...resumed.get(id)!], `cut at byte ${cut}`).toEqual(all);
    }
  });

  it.each(['nonsense', '-1', '99999999999999999999', '1.5', '0'])(
    'H4 an id from which the log cannot continue is answered with reset: %s',
    async (id) => {
      const { text } = await streamUntil(id, ({ event }) => event === 'reset');
      const [hello, reset] = messagesOf(text);
      expect(hello).toEqual({ event: 'hello', id: undefined, data: '{}' });
      expect(reset?.id).toMatch(/^\d+$/);
    },
  );

  it('sends only the topics and the area that the client asks for', async () => {
    const start = lastIdOf((await streamUntil(undefined, isHello)).text, undefined)!;
    const here = await report(1);
    const body = { description: '井盖破损', location: { ...YINGZE, lon: YINGZE.lon + 0.02 } };
    const there = (await product.call(worker, 'POST', '/api/v1/cases', body)).body.caseNumber as string;
    await product.settle();
    const around = (lon: number) => [lon - 0.005, YINGZE.lat - 0.005, lon + 0.005, YINGZE.lat + 0.005].join();
    const numbersOf = async (query: string, last: string) =>
      news((await streamUntil(start, mentions(last), undefined, query)).text).map(
        ({ data }) => (JSON.parse(data) as { case: { caseNumber: string } }).case.caseNumber,
      );
    expect(await numbersOf('?topics=case', there)).toEqual([here, there]);
    expect(await numbersOf(`?topics=case,alarm&bbox=${around(YINGZE.lon + 0.02)}`, there)).toEqual([there]);
    expect(await numbersOf(`?bbox=${around(YINGZE.lon)}`, here)).toEqual([here]);
    for (const query of ['?topics=', '?topics=case,readings', '?bbox=1,2,3', '?bbox=113,37,112,38'])
      expect((await product.call(leader, 'GET', `/api/v1/stream${query}`)).status, query).toBe(400);
  });

  it('tells who asked for an area what has left it', async () => {
    const acceptor = await product.signIn('acceptor', '1401');
    const body = { description: '路牌歪斜', location: YINGZE };
    const { caseId } = (await product.call(worker, 'POST', '/api/v1/cases', body)).body;
    await product.settle();
    const start = lastIdOf((await streamUntil(undefined, isHello)).text, undefined)!;
    const elsewhere = { ...YINGZE, lon: YINGZE.lon + 0.02 };
    const corrected = await product.call(acceptor, 'POST', `/api/v1/cases/${caseId}/correction`, {
      location: elsewhere,
      reason: '位置报错',
    });
    expect(corrected.status, JSON.stringify(corrected.body)).toBe(200);
    await product.settle();
    const around = ({ lon, lat }: typeof YINGZE) =>
      [lon - 0.005, lat - 0.005, lon + 0.005, lat + 0.005].join();
    const told = async (place: typeof YINGZE) => {
      const { text } = await streamUntil(
        start,
        mentions(caseId as string),
        undefined,
        `?topics=case&bbox=${around(place)}`,
      );
      return news(text).map(({ event, data }) => ({ event, data: JSON.parse(data) as object }));
    };
    expect(await told(YINGZE)).toEqual([
      { event: 'left', data: { what: 'case', id: caseId, at: expect.any(String) } },
    ]);
    expect(await told(elsewhere)).toMatchObject([{ event: 'case', data: { type: 'CaseCorrected' } }]);
  });

  it('case 47 proxies that buffer pass the stream on at once, and none caches it', async () => {
    const { headers } = await streamUntil(undefined, isHello);
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
