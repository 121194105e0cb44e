import { openStage, until } from './stage.ts';
import { createDatabase } from './harness.ts';
import { caughtUp } from './product.ts';
import { prepareOpenCases } from './web/prepare.ts';
import { signIn } from './web/api.ts';
import { openSlowLink } from './web/slow-link.ts';
import { openProfile } from '../src/testing/browser.ts';
import { mkdtemp } from 'node:fs/promises';
const stage = await openStage('web');
try {
  const url = await createDatabase(stage.serverUrl, 'pages');
  await prepareOpenCases(stage.settings(url), 300);
  await stage.withServer(url, async () => {
    await until(() => caughtUp(stage.httpPort));
    const base = `http://127.0.0.1:${stage.httpPort}`;
    const person = await signIn(base, 'bench-worker');
    const link = await openSlowLink({ port: stage.httpPort, bytesPerSecond: 50_000, roundTripMs: 400 });
    const baseUrl = `http://127.0.0.1:${link.port}`;
    const ctx = await openProfile(await mkdtemp('/tmp/prof-'), { viewport: { width: 360, height: 740 }, locale: 'zh-CN', hasTouch: true, isMobile: true });
    await ctx.addCookies([{ ...person.cookie, url: baseUrl, httpOnly: true, sameSite: 'Strict' }]);
    await ctx.addInitScript("localStorage.setItem('yiwang.signedIn', '1')");
    const page = await ctx.newPage();
    const t0 = performance.now();
    const log: string[] = [];
    ctx.on('request', (r) => log.push(`${Math.round(performance.now() - t0)} > ${r.method()} ${r.url().slice(baseUrl.length)} ${r.serviceWorker() ? 'SW' : ''}`));
    ctx.on('requestfinished', async (r) => { const t = Math.round(performance.now() - t0); log.push(`${t} < ${r.url().slice(baseUrl.length)} ${(await r.sizes().catch(() => ({ responseBodySize: -1 }))).responseBodySize}`); });
    await page.goto(`${baseUrl}/phone/`, { waitUntil: 'commit' });
    await page.locator('.cards li').nth(1).waitFor();
    log.push(`${Math.round(performance.now() - t0)} SHOWN`);
    await page.locator('.cards li').nth(1).getByRole('button').first().tap();
    log.push(`${Math.round(performance.now() - t0)} TAPPED`);
    await new Promise((r) => setTimeout(r, 3000));
    console.log(log.join('\n'));
    await ctx.close();
    await link.close();
  });
} finally { await stage.close(); }
