import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { APPEARANCES, expectReadable } from '../../testing/appearances.ts';
import { type Desk, startDesk } from '../../testing/desk.ts';

const HOSTILE = '<img src=x onerror="document.title=1">一格';
const CODE = '140106001001001';
let desk: Desk;

const shoot = async (page: Page, name: string): Promise<void> => {
  const folder = process.env.SHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/areas-${name}.png` });
};
const box = (west: number, east: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 37.85],
      [east, 37.85],
      [east, 37.86],
      [west, 37.86],
      [west, 37.85],
    ],
  ],
});
const CORNERS = [
  [112.585, 37.85],
  [112.6, 37.85],
  [112.6, 37.86],
  [112.585, 37.86],
] as const;

beforeAll(async () => {
  desk = await startDesk();
  await desk.product.addUser('admin', 'administrator', '1401');
  await desk.product.addUser('worker', 'gridWorker', '140106');
  const admin = await desk.product.signIn('administrator', '1401');
  const body = { code: 'OLD', name: '老网格', divisionCode: '140106', geometry: box(112.57, 112.59) };
  const drawn = await desk.product.call(admin, 'POST', '/api/v1/grids', body);
  if (drawn.status !== 200) throw new Error(JSON.stringify(drawn.body));
});
afterAll(() => desk.stop());
afterEach(async () => expect(await desk.leave()).toEqual([]));

const fillCorner = async (page: Page, n: number, [lon, lat]: readonly [number, number]): Promise<void> => {
  await page.getByLabel(`顶点 ${n} 经度`).fill(String(lon));
  await page.getByLabel(`顶点 ${n} 纬度`).fill(String(lat));
  await page.getByLabel(`顶点 ${n} 纬度`).press('Tab');
};

describe('divisions and grids on the desk', () => {
  it('a grid is drawn: an overlap and a border that crosses itself are shown and refused', async () => {
    const { page } = await desk.signIn('admin', '/areas?division=140106');
    const tree = page.getByRole('navigation', { name: '行政区划' });
    await tree.getByRole('button', { name: '迎泽区的下级' }).click();
    await tree.getByRole('button', { name: '柳巷街道的下级' }).click();
    await page.getByRole('button', { name: '划定网格' }).click();
    const form = page.getByRole('region', { name: '划定网格' });
    await form.getByLabel('网格编码').fill(CODE);
    await form.getByLabel('网格名称').fill(HOSTILE);
    const middle = form.getByRole('button', { name: '取地图中心' });
    await expect.poll(() => middle.isEnabled()).toBe(true);
    for (const x of [60, 120, 180]) await form.locator('canvas').click({ position: { x, y: 60 + x / 3 } });
    await middle.press('Enter');
    await form.getByText('顶点（4）').waitFor();
    await form.getByRole('button', { name: '在顶点 1 后插入' }).press('Enter');
    await form.getByRole('button', { name: '删除顶点 2' }).press('Enter');
    await form.getByText('顶点（4）').waitFor();
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('删除顶点 2');
    for (const [n, corner] of CORNERS.entries()) await fillCorner(page, n + 1, corner);
    const save = form.getByRole('button', { name: '保存' });
    await form.getByRole('button', { name: '检查' }).click();
    await form.getByText(/与其他网格重叠，老网格 OLD，约 \d+ 平方米/).waitFor();
    expect(await save.isEnabled()).toBe(false);
    await shoot(page, 'overlap');
    await fillCorner(page, 3, CORNERS[3]);
    await fillCorner(page, 4, [112.6, 37.8605]);
    await form.getByRole('button', { name: '检查' }).click();
    await form.getByText(/边界自相交/).waitFor();
    expect(await save.isEnabled()).toBe(false);
    await shoot(page, 'crossing');
    await fillCorner(page, 1, [112.59, 37.85]);
    await fillCorner(page, 3, CORNERS[2]);
    await fillCorner(page, 4, [112.59, 37.86]);
    await form.getByRole('button', { name: '检查' }).click();
    await form.getByText('检查通过').waitFor();
    await save.click();
    const pane = page.getByRole('complementary', { name: '当前网格' });
    await pane.getByRole('heading', { name: HOSTILE }).waitFor();
    expect(await page.title()).not.toBe('1');
    await pane.getByText(/worker.*网格员/).waitFor();
    await shoot(page, 'grid');
  });

  it('is renamed, and a corner is moved by the keyboard alone; an earlier version comes back', async () => {
    const { page } = await desk.signIn('admin', `/areas?division=140106&grid=${CODE}`);
    const pane = page.getByRole('complementary', { name: '当前网格' });
    await pane.getByRole('button', { name: '修改' }).press('Enter');
    await pane.getByLabel('网格名称').fill('柳巷一格');
    const corner = pane.getByRole('button', { name: '顶点 2', exact: true });
    await corner.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await pane.getByText('顶点 2 移到 112.6001，37.85').waitFor({ state: 'attached' });
    await pane.getByRole('button', { name: '检查' }).press('Enter');
    await pane.getByText('检查通过').waitFor();
    await pane.getByRole('button', { name: '保存' }).press('Enter');
    await pane.getByRole('heading', { name: '柳巷一格' }).waitFor();
    const history = pane.getByRole('region', { name: '变更记录' });
    await history.getByText('调整边界、改名').waitFor();
    await history.getByRole('button', { name: '恢复第 1 版' }).click();
    await page.getByRole('button', { name: /确\s*定/ }).click();
    await pane.getByRole('heading', { name: HOSTILE }).waitFor();
  });

  it.each(APPEARANCES)('has nothing serious against it: %s', async (...appearance) => {
    const { page } = await desk.signIn('admin');
    const address = `${desk.product.baseUrl}/desk/areas?division=140106&grid=${CODE}`;
    await expectReadable(page, [address], appearance);
    await shoot(page, appearance[0].replaceAll(' ', '-'));
  });

  it('is retired with a reason; who may only read sees no button, who has no right is told', async () => {
    const { page } = await desk.signIn('admin', `/areas?division=140106&grid=${CODE}`);
    const pane = page.getByRole('complementary', { name: '当前网格' });
    await pane.getByRole('button', { name: '撤销网格' }).click();
    const form = pane.getByRole('region', { name: '撤销网格' });
    await form.getByLabel('原因').fill('并入老网格');
    await form.getByRole('button', { name: '检查' }).click();
    await form.getByText(/留下无人负责的空白/).waitFor();
    await form.getByLabel(/允许留下空白/).check();
    await form.getByRole('button', { name: '撤销', exact: true }).click();
    await pane.getByText('已撤销').waitFor();
    await pane.getByText('并入老网格').waitFor();
    const other = await desk.signIn('worker', '/areas?division=140106&grid=OLD');
    await other.page.getByRole('heading', { name: '老网格' }).waitFor();
    expect(await other.page.getByRole('button', { name: '划定网格' }).count()).toBe(0);
    other.allow(403);
    await other.page.goto(`${desk.product.baseUrl}/desk/areas?division=1402`);
    await other.page.getByText('您没有查看权限').waitFor();
  });
});
