import { describe, expect, it } from 'vitest';
import {
  addPhotos,
  attachmentsOf,
  beginReport,
  CASE_NUMBER,
  casesWith,
  caseWith,
  context,
  endSessionsOf,
  HERE,
  kill,
  mark,
  page,
  product,
  putAway,
  report,
  seen,
  signIn,
  take,
  tap,
  untilKept,
  watched,
  withPhone,
} from '../testing/phone-hand.ts';
import { seriousFindings } from '../testing/watched-page.ts';

withPhone();

/** Looking at the page again is a reason to try again. */
const lookAgain = () => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
/** What the phone knows to have been sent; the list of reports below it comes from the server. */
const sentHere = async () =>
  (await page.locator('section', { hasText: '✓ 近 7 天已提交' }).allTextContents()).join();
/** The phone's store takes nothing more. */
const fillStore = () =>
  page.evaluate(`(() => {
    window.kept = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };
  })()`);
const makeRoom = () => page.evaluate('void (IDBObjectStore.prototype.put = window.kept)');

describe('a report without a network', () => {
  it('outlives the browser and becomes one case with its three photos', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await report('离线上报三张照片', 3);
    await expect.poll(mark).toBe('离线 · 待发送 1');
    await expect.poll(seen).toContain('等待联网');
    await putAway();

    await take({ offline: true, path: '/mine' });
    await expect.poll(mark).toBe('离线 · 待发送 1');
    expect(await casesWith('离线上报三张照片')).toEqual([]);
    await context.setOffline(false);
    const { caseId } = await caseWith('离线上报三张照片');
    expect(await attachmentsOf(caseId)).toHaveLength(3);
    await expect.poll(seen).toMatch(CASE_NUMBER);
    await expect.poll(mark).toBe('在线');

    // Another start finds nothing to send.
    await page.reload();
    await expect.poll(seen).toMatch(CASE_NUMBER);
    expect(await casesWith('离线上报三张照片')).toHaveLength(1);
  });

  it('goes on where an upload was cut off, and is one case also where the answer was lost', async () => {
    await signIn('wang');
    await untilKept();
    let cut = 0;
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() !== 'PATCH' || cut > 0) return route.fallback();
      cut += 1;
      await route.abort();
    });
    let lost = 0;
    await page.route('**/api/v1/cases', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
      await route.fetch();
      lost += 1;
      await route.abort();
    });
    await report('回执丢失的上报', 2);
    await expect.poll(seen).toContain('等待');
    await expect
      .poll(async () => {
        await lookAgain();
        return sentHere();
      })
      .toMatch(CASE_NUMBER);
    expect([cut, lost]).toEqual([1, 1]);
    expect(await casesWith('回执丢失的上报')).toHaveLength(1);
    const items = await attachmentsOf((await caseWith('回执丢失的上报')).caseId);
    expect(items).toHaveLength(2);
    // When and where are in the photos that the server has.
    for (const { origin } of items) {
      expect(origin?.position?.lon).toBeCloseTo(HERE.longitude, 4);
      expect(Date.parse(origin?.takenAt ?? '')).toBeGreaterThan(Date.now() - 600_000);
    }
  });

  it('names division and grid from what the phone keeps', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await beginReport('网格离线可知', 1);
    await expect.poll(() => page.locator('.place-name').textContent()).toBe('迎泽区 柳南社区第 3 网格');
  });

  it('is sent after its maker has signed in again, where the session ended meanwhile', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await report('登录过期期间的上报');
    await endSessionsOf('wang');
    await context.setOffline(false);
    await expect.poll(() => page.textContent('body')).toContain('登录已过期');
    expect(await casesWith('登录过期期间的上报')).toEqual([]);
    await signIn('wang');
    const { caseId } = await caseWith('登录过期期间的上报');
    expect(await attachmentsOf(caseId)).toHaveLength(1);
  });

  it('waits on a shared phone for the person who made it', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await report('王某的上报');
    await endSessionsOf('wang');
    await context.setOffline(false);
    await expect.poll(() => page.textContent('body')).toContain('wang 有 1 条未发送');
    await signIn('li');
    await report('李某的上报');
    await caseWith('李某的上报');
    await expect.poll(seen).toContain('这台手机上还有 wang 的 1 条');
    expect(await casesWith('王某的上报')).toEqual([]);
    await tap('退出登录');
    await signIn('wang');
    await caseWith('王某的上报');
  });

  it('is mended where the server refuses it, and sent again', async () => {
    await signIn('wang');
    await untilKept();
    watched.allow(422);
    watched.allow(400);
    await beginReport('写错坐标的上报', 1);
    await tap('调整位置');
    await page.getByLabel('经度').fill('116.39');
    await page.getByLabel('纬度').fill('39.9');
    await tap('提交');
    await expect.poll(mark).toBe('待修改 1');
    await expect.poll(seen).toContain('坐标不在本省范围内');
    expect(await casesWith('写错坐标的上报')).toEqual([]);

    const download = page.waitForEvent('download');
    await tap('导出备份');
    expect((await download).suggestedFilename()).toMatch(/^yiwang-.*\.zip$/);

    await tap('修改后重新提交');
    await tap('调整位置');
    await page.getByLabel('经度').fill('112.565');
    await page.getByLabel('纬度').fill('37.868');
    await tap('提交');
    const { caseId, location } = await caseWith('写错坐标的上报');
    expect(location.lon).toBe(112.565);
    expect(await attachmentsOf(caseId)).toHaveLength(1);
    await expect.poll(mark).toBe('在线');
  });

  it('goes on as a draft after the page was closed before it was submitted', async () => {
    await signIn('wang');
    await untilKept();
    await beginReport('写到一半', 2);
    await putAway();
    await take({ offline: true });
    await tap('上报');
    expect(await page.getByLabel('情况').inputValue()).toBe('写到一半');
    await expect.poll(() => page.locator('.photo-time').count()).toBe(2);
  });

  it('outlives a browser that is killed', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await report('浏览器被强行关闭', 3);
    await expect.poll(mark).toBe('离线 · 待发送 1');
    await kill();

    await take({ path: '/mine' });
    // A browser writes its cookies down later than what the page keeps: the session may be gone with it.
    const form = page.getByLabel('用户名');
    await form.or(page.locator('.mark')).first().waitFor();
    if (await form.isVisible()) await signIn('wang');
    const { caseId } = await caseWith('浏览器被强行关闭');
    expect(await attachmentsOf(caseId)).toHaveLength(3);
  });

  it('is one case where two tabs are open', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await report('两个页面同时打开');
    const other = await context.newPage();
    await other.goto(`${product.baseUrl}/phone/mine`);
    await other.getByText('两个页面同时打开').or(other.getByText('等待联网')).first().waitFor();
    const posted: string[] = [];
    context.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/v1/cases')) posted.push(request.url());
    });
    await context.setOffline(false);
    await caseWith('两个页面同时打开');
    for (const tab of [page, other]) await tab.getByText(CASE_NUMBER).first().waitFor();
    expect(posted).toHaveLength(1);
    expect(await casesWith('两个页面同时打开')).toHaveLength(1);
  });

  it('waits while a newer build of the page takes over', async () => {
    await signIn('wang');
    await untilKept();
    await context.route('**/api/v1/uploads', (route) => route.abort());
    await report('换版本时的上报');
    const worker = () =>
      page.evaluate('navigator.serviceWorker.controller?.scriptURL').catch(() => '') as Promise<string>;
    // By another address the browser takes the same worker for another build.
    await page.evaluate(`(async () => {
      const { register } = ServiceWorkerContainer.prototype;
      const registration = await register.call(navigator.serviceWorker, '/phone/worker.js?former', { scope: '/phone/' });
      const next = registration.installing ?? registration.waiting;
      const ready = () => next.state === 'installed' && next.postMessage('takeOver');
      next.addEventListener('statechange', ready);
      ready();
    })()`);
    await expect.poll(worker).toMatch(/former$/);
    await page.reload();
    await page.evaluate(`(async () => {
      const isThere = async () =>
        (await navigator.serviceWorker.getRegistration('/phone/'))?.waiting?.scriptURL.endsWith('/worker.js');
      while (!(await isThere())) await new Promise(requestAnimationFrame);
    })()`);
    await page.reload();
    await expect.poll(worker).toMatch(/worker\.js$/);
    await expect.poll(mark).toContain('待发送 1');
    await context.unroute('**/api/v1/uploads');
    await page.reload();
    const { caseId } = await caseWith('换版本时的上报');
    expect(await attachmentsOf(caseId)).toHaveLength(1);
  });

  it('says that the phone is full, and loses nothing that it had', async () => {
    await signIn('wang');
    await untilKept();
    await beginReport('存储已满的上报', 1);
    await fillStore();
    await addPhotos('before', 1);
    await expect.poll(seen).toContain('手机存储已满');
    await tap('提交');
    expect(await page.getByLabel('情况').inputValue()).toBe('存储已满的上报');
    expect(await casesWith('存储已满的上报')).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
    await makeRoom();
    await tap('提交');
    const { caseId } = await caseWith('存储已满的上报');
    expect(await attachmentsOf(caseId)).toHaveLength(1);
    expect(await seen()).not.toContain('手机存储已满');
  });

  it('is sent once where the phone is too full to note that it was', async () => {
    await signIn('wang');
    await untilKept();
    await context.setOffline(true);
    await report('记不下已发送的上报', 2);
    await fillStore();
    const posted: string[] = [];
    context.on('request', (request) => {
      if (request.method() === 'POST') posted.push(new URL(request.url()).pathname);
    });
    await context.setOffline(false);
    await expect.poll(sentHere).toMatch(CASE_NUMBER);
    for (let n = 0; n < 3; n += 1) await lookAgain();
    expect(posted.sort()).toEqual(['/api/v1/cases', '/api/v1/uploads', '/api/v1/uploads']);
    expect(await mark()).toBe('在线');
    await makeRoom();
    await lookAgain();
    await expect.poll(seen).not.toContain('手机存储已满');
    await page.reload();
    await expect.poll(sentHere).toMatch(CASE_NUMBER);
    expect(posted).toHaveLength(3);
    const { caseId } = await caseWith('记不下已发送的上报');
    expect(await attachmentsOf(caseId)).toHaveLength(2);
  });

  it('keeps what is half filled in when the session ends', async () => {
    await signIn('wang');
    await untilKept();
    await beginReport('写到一半登录过期', 2);
    await endSessionsOf('wang');
    await tap('调整位置');
    await page.getByRole('button', { name: '向东移' }).click();
    await tap('用这个位置');
    await expect.poll(() => page.textContent('body')).toContain('登录已过期');
    await signIn('wang');
    expect(await page.getByLabel('情况').inputValue()).toBe('写到一半登录过期');
    await tap('提交');
    const { caseId } = await caseWith('写到一半登录过期');
    expect(await attachmentsOf(caseId)).toHaveLength(2);
  });
});
