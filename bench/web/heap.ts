import type { Browser } from 'playwright-core';
import type { Person } from './api.ts';
import type { Watch } from './watch.ts';

const MINUTE = 60_000;
/** Changes of cases in a minute of the city: reports, each accepted at once, so that the list does not grow. */
const REPORTS_A_MINUTE = 15;
const SAMPLE_MINUTES = 15;

export interface HeapSample {
  readonly hours: number;
  readonly heapKb: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** Slope of a straight line through the samples, KB an hour. */
export const slopeOf = (samples: readonly HeapSample[]): number => {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ hours }) => hours)), mean(samples.map(({ heapKb }) => heapKb))];
  const covariance = samples.reduce((sum, { hours, heapKb }) => sum + (hours - x) * (heapKb - y), 0);
  return covariance / samples.reduce((sum, { hours }) => sum + (hours - x) ** 2, 0);
};

interface HeapOptions {
  readonly browser: Browser;
  readonly viewer: Person;
  readonly reporter: Person;
  readonly hours: number;
  readonly watch: Watch;
}

/**
 * The heap of a desk that is left open: its clock is advanced minute by minute, and between two minutes comes what happens in a city
 * meanwhile. The first hour is not counted: code and lists are loaded in it.
 */
export const measureHeap = async ({
  browser,
  viewer,
  reporter,
  hours,
  watch,
}: HeapOptions): Promise<readonly HeapSample[]> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  await context.addCookies([{ ...viewer.cookie, httpOnly: true, sameSite: 'Strict' }]);
  const page = await watch.open(context, viewer.baseUrl);
  await page.clock.install();
  await page.goto(`${viewer.baseUrl}/desk/`);
  await page.locator('.queue-list tbody tr').first().waitFor();
  const inspector = await context.newCDPSession(page);
  await inspector.send('HeapProfiler.enable');

  const sample = async (minute: number): Promise<HeapSample> => {
    await inspector.send('HeapProfiler.collectGarbage');
    await inspector.send('HeapProfiler.collectGarbage');
    const { usedSize } = await inspector.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await inspector.send('Memory.getDOMCounters');
    return { hours: minute / 60, heapKb: usedSize / 1024, nodes, listeners: jsEventListeners };
  };
  const happen = async (n: number): Promise<void> => {
    const { caseId } = await reporter.call<{ caseId: string }>('POST', '/cases', {
      description: `井盖松动 ${n}`,
      location: { lon: 112.5 + (n % 100) / 1000, lat: 37.8 + ((n * 7) % 100) / 1000 },
    });
    await viewer.call('POST', `/cases/${caseId}/acceptance`, { opinion: '属实' });
  };

  const samples: HeapSample[] = [];
  for (let minute = 1; minute <= hours * 60; minute += 1) {
    await Promise.all(Array.from({ length: REPORTS_A_MINUTE }, (_, n) => happen(minute * 100 + n)));
    await page.clock.runFor(MINUTE);
    if (minute < 60 || minute % SAMPLE_MINUTES !== 0) continue;
    samples.push(await sample(minute));
    const { hours: at, heapKb, nodes } = samples[samples.length - 1]!;
    console.log(`  ${at.toFixed(2)} h  ${Math.round(heapKb)} KB  ${nodes} nodes`);
  }
  await context.close();
  return samples;
};
