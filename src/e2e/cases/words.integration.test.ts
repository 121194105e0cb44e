import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let product: Product;
let acceptor: string;
let leader: string;

beforeAll(async () => {
  product = await startProduct();
  acceptor = await product.signIn('acceptor', '1401');
  leader = await product.signIn('leader', '1401');
});
afterAll(() => product.stop());

const list = async (token: string, path: string): Promise<Record<string, unknown>[]> => {
  const { body } = await product.call(token, 'GET', `/api/v1${path}`);
  return body.items ?? [];
};

const register = async (deviceId: string, name: string, modelId: string): Promise<string> => {
  const manager = await product.signIn('deviceManager');
  const body = { deviceId, name, modelId, location: YINGZE };
  return (await product.call(manager, 'POST', '/api/v1/devices', body)).body.secret as string;
};

const send = async (deviceId: string, secret: string, channel: string, payloads: readonly object[]) => {
  const client = await product.connect(deviceId, secret);
  for (const payload of payloads)
    await client.publishAsync(`yw/v1/${deviceId}/${channel}`, JSON.stringify(payload), { qos: 1 });
  await client.endAsync();
};
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

describe('section 4: texts', () => {
  it('a case describes an alarm with the names of device and indicator', async () => {
    const secret = await register('air-words', '迎泽空气站', 'air-station');
    const values = { pm25: 182 };
    await send('air-words', secret, 'telemetry', [
      { observedAt: ago(40), values },
      { observedAt: ago(10), values },
    ]);
    await expect.poll(async () => (await list(acceptor, '/cases')).length).toBe(1);
    const [found] = await list(acceptor, '/cases');
    expect(found!.description).toBe('PM2.5 浓度超标：迎泽空气站 PM2.5 182 µg/m³，超过阈值 115 µg/m³');
  });

  it('a notification describes an alarm with the names of device and indicator', async () => {
    const secret = await register('water-words', '汾河水质站', 'water-quality-station');
    const values = { ammoniaNitrogen: 2.8 };
    await send('water-words', secret, 'telemetry', [
      { observedAt: ago(40), values },
      { observedAt: ago(10), values },
    ]);
    await expect
      .poll(async () => JSON.stringify(await list(leader, '/notifications')))
      .toContain('汾河水质站 氨氮 2.8 mg/L，超过阈值 2 mg/L，');
    const texts = JSON.stringify(await list(leader, '/notifications'));
    expect(texts).toContain('氨氮劣Ⅴ类');
    expect(texts).not.toContain('ammoniaNitrogen 为');
  });

  it('a detection by a camera is described with its confidence in per cent', async () => {
    const secret = await register('cam-words', '柳巷路口摄像机', 'camera');
    await send(
      'cam-words',
      secret,
      'detection',
      [40, 20, 0].map((seconds) => ({ observedAt: ago(seconds), type: 'smokeFire', confidence: 0.95 })),
    );
    await expect
      .poll(async () => (await list(acceptor, '/cases')).map(({ description }) => description).join())
      .toMatch(/柳巷路口摄像机 烟火 识别置信度 95%，超过阈值 \d+%/);
  });

  it('refusals use the terms of the trade', async () => {
    const admin = await product.signIn('administrator');
    const words = async (path: string) =>
      JSON.stringify((await product.call(admin, 'GET', `/api/v1${path}`)).body);
    expect(await words('/device-families/nothing')).toContain('设备类别');
    const workflow = await words('/case-workflow');
    for (const term of ['下发核实任务', '下发核查任务', '转派任务', '自行处置审核'])
      expect(workflow).toContain(term);
  });

  it('no replaced term is left anywhere', () => {
    const old =
      /活动告警|死信|静默|氨氮超过|溶解氧低于Ⅴ|处置超时|上级案件|下级案件|自处置|自处理|派发核实|派发核查|改派任务|试运行|值勤|不在岗|设备族|回调|倒走的电量|电量计数倒走|统一管理看板/;
    const folders = ['src', 'projections', 'devices', 'web', 'data/governance', 'data/alarms', 'docs'];
    const files = folders.flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter(
          (file) =>
            /\.(tsx?|js|json|html|md)$/.test(file) &&
            !/golden-(events|folds)|words\.integration|^(dist|generated)/.test(file),
        )
        .map((file) => join(folder, file)),
    );
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter((file) => old.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });
});
