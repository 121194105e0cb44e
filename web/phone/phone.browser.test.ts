import { describe, expect, it } from 'vitest';
import { userIdOf } from '../../src/identity/index.ts';
import { OPINION, REASON } from '../../src/testing/case-crew.ts';
import { weightOf } from '../../src/web-build/weight.ts';
import {
  addPhotos,
  attachmentsOf,
  beginReport,
  CASE_NUMBER,
  casesWith,
  caseWith,
  context,
  crew,
  HERE,
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

describe('a report', () => {
  it('can be said instead of typed', async () => {
    await signIn('wang');
    await untilKept();
    await tap('上报');
    await page.getByRole('button', { name: '点一下说话' }).click();
    await page.getByRole('button', { name: /正在录音 [1-9]\d* 秒，点一下结束/ }).click();
    await expect.poll(seen).toContain('录音 1');
    await expect.poll(seen).toContain('精度 8 米');
    await tap('提交');
    const { caseId } = await caseWith('语音描述，见录音');
    expect(await attachmentsOf(caseId)).toHaveLength(1);
  });

  it('of what was settled on the spot goes to the audit with photos from before and after', async () => {
    await signIn('wang');
    await untilKept();
    await beginReport('已自行盖好', 1);
    await tap('自行处置');
    await tap('提交');
    await expect.poll(seen).toContain('自行处置须有处置后的照片');
    await addPhotos('after', 1);
    await expect.poll(() => page.locator('.photo-time').count()).toBe(2);
    await page.getByLabel('处置结果').fill('已盖好');
    await tap('提交');
    const { caseId } = await caseWith('已自行盖好');
    expect(await crew.caseOf(caseId).show('acceptor')).toMatchObject({ stage: 'auditing' });
    expect(await attachmentsOf(caseId)).toHaveLength(2);
  });

  it('is told about when it goes on, until its reporter has looked', async () => {
    await signIn('wang');
    await untilKept();
    await report('会有进展的上报');
    const { caseId } = await caseWith('会有进展的上报');
    await crew.caseOf(caseId).step('acceptor', 'acceptance', OPINION);
    await page.reload();
    await page.locator('.nav .news-count').waitFor();
    const news = page.locator(`li:has(.news) a[href$="${caseId}"]`);
    await news.click();
    // The case itself is there, not only its history.
    await page.locator('.page-head', { hasText: CASE_NUMBER }).waitFor();
    await page.goBack();
    await page.locator(`li a[href$="${caseId}"]`).first().waitFor();
    await expect.poll(() => news.count()).toBe(0);
    expect(await seen()).not.toContain('您上报和办理的会出现在这里');
  });

  it('stays about the place where it was begun', async () => {
    await signIn('wang');
    await untilKept();
    await beginReport('别处继续填写', 1);
    await putAway();
    await take();
    await context.setGeolocation({ longitude: 112.5, latitude: 37.8, accuracy: 5 });
    await tap('上报');
    await expect.poll(() => page.locator('.place-name').textContent()).toBe('迎泽区 柳南社区第 3 网格');
    await tap('提交');
    expect((await caseWith('别处继续填写')).location.lon).toBe(HERE.longitude);
  });
});

describe('what is reported already', () => {
  /** Where no other test reports anything. */
  const APART = { longitude: 112.5665, latitude: 37.8672, accuracy: 8 };
  const LOCATION = { lon: APART.longitude, lat: APART.latitude };

  it('gets the photos instead of a second case, also where they are sent later', async () => {
    const opened = await crew.open('li', { description: '两人都看见的井盖', location: LOCATION });
    await context.setGeolocation(APART);
    await signIn('wang');
    await untilKept();
    await beginReport('我也看见了', 2);
    const near = page.locator('.near li', { hasText: '两人都看见的井盖' });
    await near.waitFor();
    await context.setOffline(true);
    await near.getByRole('button', { name: '就是这件，补照片' }).click();
    await expect.poll(seen).toContain('补充：');
    expect(await attachmentsOf(opened.caseId)).toEqual([]);
    await context.setOffline(false);
    await expect.poll(async () => (await attachmentsOf(opened.caseId)).length).toBe(2);
    await expect.poll(seen).toMatch(CASE_NUMBER);
    expect(await casesWith('我也看见了')).toEqual([]);
    await page.locator(`a[href$="${opened.caseId}"]`).first().click();
    await expect.poll(seen).toContain('补充材料 wang我也看见了');
  });

  it('is reported anew where the case takes nothing more by then', async () => {
    const opened = await crew.open('li', { description: '马上要作废的案件', location: LOCATION });
    await context.setGeolocation(APART);
    await signIn('wang');
    await untilKept();
    watched.allow(409);
    await beginReport('改为新的上报', 1);
    const near = page.locator('.near li', { hasText: '马上要作废的案件' });
    await near.waitFor();
    await opened.step('shift-leader', 'void', REASON);
    await near.getByRole('button', { name: '就是这件，补照片' }).click();
    await tap('修改后重新提交');
    await tap('改为新的上报');
    await tap('提交');
    const { caseId } = await caseWith('改为新的上报');
    expect(await attachmentsOf(caseId)).toHaveLength(1);
  });
});

describe('tasks', () => {
  /** A case that waits for the check of a grid worker. */
  const handledCase = async (description: string) => {
    const opened = await crew.open('li', { description, matterCode: 'event-S1-01' });
    await opened.step('acceptor', 'acceptance', OPINION);
    await opened.step('shift-leader', 'filing', { ...OPINION, ...(await crew.fourHours('shift-leader')) });
    await opened.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'roads' });
    return opened;
  };

  it('are done without a network: the card stays as done, and the step is sent later', async () => {
    const opened = await crew.open('li', { description: '请核实的井盖' });
    await opened.step('acceptor', 'verify-tasks', { ...OPINION, executorId: userIdOf('wang') });
    await signIn('wang');
    await untilKept();
    const counted = await page.locator('.count strong').allTextContents();
    expect(counted.map(Number).reduce((a, b) => a + b, 0)).toBe(await page.locator('.card').count());
    await context.setOffline(true);
    await tap('现场核实');
    await tap('属实');
    expect(await page.getByLabel('意见').inputValue()).toBe('属实');
    await addPhotos('after', 1);
    await tap('提交');
    await expect.poll(seen).toContain('↑ 已核实，待发送');
    await expect.poll(seen).toContain('属实，照片 1 张');
    expect(await opened.show('acceptor')).toMatchObject({ stage: 'verifying' });
    await context.setOffline(false);
    await expect.poll(async () => (await opened.show('acceptor')).stage).toBe('reported');
    expect(await attachmentsOf(opened.caseId)).toHaveLength(1);
    await expect.poll(seen).not.toContain('请核实的井盖');
  });

  it('of a handler: arrival, then feedback with a photo', async () => {
    const opened = await handledCase('请处置的井盖');
    await signIn('roads-hand');
    await expect.poll(seen).toContain('请处置的井盖');
    expect(await page.getByRole('button', { name: '上报' }).count()).toBe(0);
    await tap('到场，开始处置');
    await tap('到场，开始处置');
    await expect.poll(async () => (await opened.show('acceptor')).stage).toBe('handling');
    await expect.poll(() => page.getByRole('button', { name: '反馈', exact: true }).count()).toBe(1);
    await tap('反馈');
    await tap('提交');
    await expect.poll(seen).toContain('请填写处置结果');
    await page.getByLabel('处置结果').fill('已更换井盖');
    await addPhotos('after', 1);
    await tap('提交');
    await expect.poll(async () => (await opened.show('acceptor')).stage).toBe('checking');
  });
});

describe('the map', () => {
  it('shows my tasks without a network, on the kept borders and as a list, nearest first if asked', async () => {
    for (const [description, lat] of [
      ['远处的井盖', 37.8695],
      ['近处的井盖', 37.8681],
    ] as const) {
      const opened = await crew.open('li', { description, location: { lon: HERE.longitude, lat } });
      await opened.step('acceptor', 'verify-tasks', { ...OPINION, executorId: userIdOf('wang') });
    }
    await signIn('wang');
    await expect.poll(seen).toContain('近处的井盖');
    await untilKept();
    await putAway();
    await take({ offline: true, path: '/map' });
    await expect.poll(() => page.locator('.area-map-grid').count()).toBeGreaterThan(0);
    const cards = () => page.locator('.card').allTextContents();
    await expect.poll(async () => (await cards()).length).toBeGreaterThan(1);
    await tap('按距离');
    const far = (text: string) => cards().then((all) => all.findIndex((each) => each.includes(text)));
    await expect.poll(async () => (await far('近处的井盖')) < (await far('远处的井盖'))).toBe(true);
    const pin = page.locator('.area-map-pin').first();
    await pin.press('Enter');
    await expect.poll(() => page.locator('.area-map-pin[aria-pressed=true]').count()).toBe(1);
    await expect.poll(() => page.getByRole('link', { name: '导航' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: '导航' }).getAttribute('href')).toMatch(/^amapuri:/);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('moves the place of a report, by its buttons and by keys', async () => {
    await signIn('wang');
    await untilKept();
    await beginReport('位置要挪一挪', 1);
    await tap('调整位置');
    for (let step = 0; step < 10; step += 1)
      await page.getByRole('button', { name: '向东移' }).press(step < 5 ? 'Enter' : 'ArrowRight');
    await expect.poll(seen).toContain('已移动 20 米');
    await tap('用这个位置');
    await expect.poll(seen).toContain('位置由您指定');
    await tap('提交');
    const { location } = await caseWith('位置要挪一挪');
    expect((location.lon - HERE.longitude) * 88_000).toBeCloseTo(20, -1);
  });
});

describe('the page in the hand', () => {
  it('weighs at most 170 KB before the tasks are shown, and 250 KB in all', async () => {
    const { atOnce, whole } = await weightOf('phone/index.html');
    expect(atOnce).toBeLessThan(170 * 1024);
    expect(whole).toBeLessThan(250 * 1024);
  });

  it('keeps no answer of the API beside its files', async () => {
    await signIn('wang');
    await untilKept();
    const kept = (await page.evaluate(`(async () => {
      const caught = await Promise.all(
        (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
      );
      return caught.flat().map(({ url }) => new URL(url).pathname);
    })()`)) as readonly string[];
    expect(kept).toContain('/phone/');
    expect(kept.filter((path) => !/^\/(assets|phone)\//.test(path))).toEqual([]);
  });

  it('has no serious barrier, and nothing runs off sideways at 320 px with large letters', async () => {
    await crew.open('li', { description: '一个比较长的描述'.repeat(20) });
    await signIn('wang');
    await untilKept();
    const overflow = () =>
      page.evaluate('document.documentElement.scrollWidth - window.innerWidth') as Promise<number>;
    for (const path of ['/', '/map', '/report', '/mine']) {
      await page.goto(`${product.baseUrl}/phone${path}`);
      await page.locator('.page').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`${product.baseUrl}/phone/mine`);
    await page.getByRole('switch', { name: '大字号' }).click();
    await page.getByRole('switch', { name: '强光模式' }).click();
    const letters = () => page.evaluate('getComputedStyle(document.documentElement).fontSize');
    await expect.poll(letters).toBe('21.25px');
    for (const path of ['/', '/map', '/report', '/mine']) {
      await page.goto(`${product.baseUrl}/phone${path}`);
      await page.locator('.page').waitFor();
      expect(await overflow()).toBeLessThanOrEqual(0);
    }
    await page.goto(`${product.baseUrl}/phone/mine`);
    await page.getByRole('switch', { name: '强光模式' }).click();
    await page.getByRole('switch', { name: '深色' }).click();
    for (const path of ['/', '/map', '/report', '/mine']) {
      await page.goto(`${product.baseUrl}/phone${path}`);
      await page.locator('.page').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      expect(await overflow()).toBeLessThanOrEqual(0);
    }
  });
});
