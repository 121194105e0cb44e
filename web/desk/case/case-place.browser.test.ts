import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hireCrew } from '../../../src/testing/case-crew.ts';
import { type Desk, startDesk } from '../../testing/desk.ts';

const STAFF = [
  ['worker', 'gridWorker', null],
  ['acceptor', 'acceptor', null],
  ['leader', 'leader', null],
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
