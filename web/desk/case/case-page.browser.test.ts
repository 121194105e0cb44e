import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hireCrew, OPINION, REASON } from '../../../src/testing/case-crew.ts';
import { type Desk, startDesk } from '../../testing/desk.ts';
import { filmOf, photoOf, silence, upload } from '../../testing/media.ts';

const STAFF = [
  ['worker', 'gridWorker', null],
  ['acceptor', 'acceptor', null],
  ['leader', 'leader', null],
  ['shift-leader', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['roads-head', 'departmentManager', 'roads'],
] as const;
const PETITIONER = { name: '王建国', phone: '13900001234' };

let desk: Desk;
let crew: Awaited<ReturnType<typeof hireCrew<typeof STAFF>>>;
let caseId: string;

beforeAll(async () => {
  desk = await startDesk();
  crew = await hireCrew(desk.product, STAFF);
  ({ caseId } = await crew.open('acceptor', { source: 'acceptor', petitioner: PETITIONER }));
  await crew.open('worker', { location: { lon: 112.581, lat: 37.86 } });
});
afterAll(() => desk.stop());
const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env.SHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};
afterEach(async () => expect(await desk.leave()).toEqual([]));

describe('the place of a case', () => {
  it('is on a map and in words, with what is open near it', async () => {
    const { page } = await desk.signIn('acceptor', `/cases/${caseId}`);
    const place = page.getByRole('region', { name: '位置' });
    await place.getByText('112.58, 37.86').waitFor();
    await place.getByText('2 公里内在办 1 件').waitFor();
    await place.getByText('相距 88 米').waitFor();
    await place.locator('canvas').waitFor();
    await expect.poll(() => place.locator('.map-mark').count()).toBe(2);
  });

  it('shows components and devices near it, as far as the user may see them', async () => {
    const { product } = desk;
    await product.addDevice('air-near', 'air-station', { lon: 112.581, lat: 37.8605 });
    const administrator = await product.signIn('administrator');
    const sheet = [
      '标识码,部件名称,主管部门名称,权属单位名称,养护单位名称,经度,纬度,状态,初始日期',
      '14010601037000001,路灯,市城市管理局,市政公用中心,市政公用中心,112.5801,37.8601,完好,2024-03-05',
    ];
    const form = new FormData();
    form.append('file', new Blob([sheet.join('\n')], { type: 'text/csv' }), 'components.csv');
    const imported = await fetch(`${product.baseUrl}/api/v1/components/import?dryRun=false`, {
      method: 'POST',
      headers: { authorization: `Bearer ${administrator}` },
      body: form,
    });
    expect(imported.ok).toBe(true);
    await product.settle();
    const { page } = await desk.signIn('acceptor', `/cases/${caseId}`);
    const place = page.getByRole('region', { name: '位置' });
    await place.getByText('路灯 14010601037000001，相距 14 米').waitFor();
    await place.getByRole('link', { name: 'air-near' }).waitFor();
    await expect.poll(() => place.locator('.map-mark-thing').count()).toBe(2);
    await picture(page, 'near');
  });

  it('is chosen on a map by a click, and by the keyboard', async () => {
    const { page } = await desk.signIn('acceptor', '/intake');
    await page.getByRole('button', { name: '在地图上选' }).press('Enter');
    const middle = page.getByRole('button', { name: '取地图中心' });
    await expect.poll(() => middle.isEnabled()).toBe(true);
    await middle.press('Enter');
    const byKeyboard = await page.getByLabel('经度').inputValue();
    expect(Number(byKeyboard)).toBeCloseTo(112.4, 0);
    await page.locator('.map canvas').click({ position: { x: 40, y: 40 } });
    await expect.poll(() => page.getByLabel('经度').inputValue()).not.toBe(byKeyboard);
  });

  it('works without WebGL', async () => {
    const { page } = await desk.signIn('acceptor');
    await page.addInitScript('HTMLCanvasElement.prototype.getContext = () => null');
    await page.goto(`${desk.product.baseUrl}/desk/cases/${caseId}`);
    const place = page.getByRole('region', { name: '位置' });
    await place.getByText('此浏览器不能显示地图').waitFor();
    await place.getByText('112.58, 37.86').waitFor();
  });
});

describe('personal data of a case', () => {
  it('are shown for a purpose, and forgotten with the box', async () => {
    const { page } = await desk.signIn('acceptor', `/cases/${caseId}`);
    await page.getByRole('button', { name: '查看个人信息' }).click();
    await page.getByLabel('目的').click();
    await page.keyboard.press('Enter');
    await page.getByLabel('说明').fill('回访来电人');
    await page.getByRole('button', { name: '查看', exact: true }).click();
    await page.getByText(`${PETITIONER.name} ${PETITIONER.phone}`).waitFor();
    await page.getByRole('button', { name: '看完，收起' }).click();
    expect(await page.content()).not.toContain(PETITIONER.phone);
    // Shut and opened again it is asked for again.
    await page.getByRole('button', { name: '查看个人信息' }).click();
    await page.getByLabel('说明').waitFor();
    const auditor = await desk.product.signIn('auditAdministrator');
    const { items } = (await desk.product.call(auditor, 'GET', '/api/v1/audit-log?action=unmask')).body;
    expect(items).toMatchObject([
      { outcome: 'done', object: { id: caseId }, purpose: expect.stringContaining('回访来电人') },
    ]);
  });

  it('are not offered to whoever may not see them', async () => {
    const { page } = await desk.signIn('leader', `/cases/${caseId}`);
    await page.getByRole('region', { name: '位置' }).waitFor();
    expect(await page.getByRole('button', { name: '查看个人信息' }).count()).toBe(0);
  });
});

describe('the evidence of a case', () => {
  it('is compared before and after, and its sound and film play', async () => {
    const { page } = await desk.signIn('acceptor');
    const { baseUrl } = desk.product;
    const send = (person: 'worker' | 'roads-head', bytes: Buffer, type: string) =>
      upload(baseUrl, crew.tokenOf(person), bytes, type);
    const evidence = [
      await send('worker', await photoOf(page, '之前', 'firebrick'), 'image/jpeg'),
      await send('worker', silence(), 'audio/wav'),
      await send('worker', await filmOf(page), 'video/webm'),
    ];
    const one = await crew.open('worker', { photos: evidence });
    await one.step('acceptor', 'acceptance', OPINION);
    await one.step('shift-leader', 'filing', { ...OPINION, ...(await crew.fourHours('shift-leader')) });
    await one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'roads', coDepartmentIds: [] });
    await one.step('roads-head', 'extensions', REASON);
    const { requests } = await one.show('dispatcher');
    const request = (requests as unknown as readonly { readonly requestId: string }[])[0]!.requestId;
    await one.step('dispatcher', `extensions/${request}/decision`, { ...OPINION, approved: true });
    await one.step('roads-head', 'handling', {});
    const after = await send('roads-head', await photoOf(page, '之后', 'seagreen'), 'image/jpeg');
    await one.step('roads-head', 'feedback', { result: '已补齐', photos: [after] });

    await page.goto(`${baseUrl}/desk/cases/${one.caseId}`);
    const pair = page.getByRole('region', { name: '处置前后对比' });
    for (const name of ['处置前', '处置后'])
      await expect
        .poll(() =>
          pair
            .getByRole('img', { name })
            .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
        )
        .toBe(640);
    await picture(page, 'beside');
    await pair.getByRole('button', { name: '滑动对比' }).click();
    const edge = pair.getByRole('slider', { name: '前后分界' });
    await edge.press('ArrowLeft');
    expect(await edge.getAttribute('aria-valuetext')).toBe('左侧 49% 为处置前');
    await picture(page, 'over');

    const recordings = page.getByRole('region', { name: '照片和录音' });
    const sound = recordings.locator('audio');
    await sound.focus();
    await sound.press('Space');
    await expect
      .poll(() => sound.evaluate((each) => (each as unknown as { duration: number }).duration))
      .toBe(1);
    const film = recordings.locator('video');
    await film.focus();
    await film.press('Space');
    await expect
      .poll(() => film.evaluate((each) => (each as unknown as { videoWidth: number }).videoWidth))
      .toBe(64);

    // Every clock that ran: limits, what was used, and the extension.
    await page.getByText(/^计时记录/).click();
    const handling = page.locator('.clocks li').filter({ hasText: '延期 1 次' });
    await handling.getByText(/^处置.*紧急 4 小时/).waitFor();
    await picture(page, 'clocks');

    // Printed, it is a sheet to be signed, without what only a screen can do.
    await page.emulateMedia({ media: 'print' });
    await page.getByText(/^任务单/).waitFor();
    await page.getByText('签收人：').waitFor();
    expect(await page.getByRole('navigation', { name: '功能' }).isVisible()).toBe(false);
    expect(await page.getByRole('region', { name: '可以办理' }).isVisible()).toBe(false);
    if (process.env.SHOTS) await page.pdf({ path: `${process.env.SHOTS}/sheet.pdf`, format: 'A4' });
  });
});

describe('cases that belong together', () => {
  it('are proposed with what speaks for it, joined, and taken apart with a reason', async () => {
    const place = { location: { lon: 112.4, lat: 37.8 } };
    const parent = await crew.open('acceptor', { ...place, source: 'acceptor' });
    const child = await crew.open('worker', place);
    const { caseNumber } = await parent.show('acceptor');
    const { page } = await desk.signIn('acceptor', `/cases/${child.caseId}`);
    const related = page.getByRole('region', { name: '相关案件' });
    await related.getByText(/^依据：.*在同一处/).waitFor();
    await picture(page, 'proposed');
    await related.getByRole('button', { name: '关联重复' }).click();
    await related.getByLabel('原因').fill('同一处井盖');
    await related.getByRole('button', { name: '关联', exact: true }).click();
    await related.getByText(/^已关联到/).waitFor();
    await related.getByRole('link', { name: caseNumber as string }).waitFor();
    await related.getByText('同一处井盖').waitFor();
    await picture(page, 'joined');

    await related.getByRole('button', { name: '解除关联' }).click();
    await related.getByLabel('原因').fill('不是同一处');
    await related.getByRole('button', { name: '解除关联' }).click();
    await related.getByText(/^已关联到/).waitFor({ state: 'detached' });
    await page.getByRole('region', { name: '办理过程' }).getByText('不是同一处').waitFor();
    // It is proposed again.
    await related.getByRole('button', { name: '关联重复' }).waitFor();
    expect((await child.show('acceptor')).relations).toMatchObject({ setAside: false, parent: null });
    await picture(page, 'apart');
  });
});
