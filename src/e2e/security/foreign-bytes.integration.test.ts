import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heicOf, isoOf, jpegOf, SAMPLE_EXIF } from '../../attachments/images.fixture.ts';
import { type Product, startProduct } from '../../testing/product.ts';

let product: Product;
let worker: string;
let device: MqttClient;

beforeAll(async () => {
  product = await startProduct();
  worker = await product.signIn('gridWorker', '1401');
  device = await product.connect('air-files', await product.addDevice('air-files', 'air-station'));
});
afterAll(async () => {
  await device?.endAsync();
  await product?.stop();
});

const PATIENCE_MS = 20_000;

/** One reading, until it is acknowledged: the event loop turns, and what arrives is stored. */
const acknowledged = (value: number) =>
  device.publishAsync(
    'yw/v1/air-files/telemetry',
    JSON.stringify({ observedAt: new Date().toISOString(), values: { pm25: value } }),
    { qos: 1 },
  );

const send = async (bytes: Uint8Array, type: string) => {
  const form = new FormData();
  form.append('photo', new Blob([new Uint8Array(bytes)], { type }), 'photo');
  const response = await fetch(`${product.baseUrl}/api/v1/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${worker}` },
    body: form,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return { status: response.status, body: (await response.json()) as { items: Record<string, unknown>[] } };
};

/** A right `ftyp` box, and nothing behind it but zeros: what a transfer that was cut off leaves. */
const cutHeic = (): Buffer => {
  const front = Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'latin1');
  return Buffer.concat([front, Buffer.alloc(200)]);
};

describe('a photo that a reader could spin on', () => {
  it('case 01 a HEIC photo that ends in zeros is kept without metadata, and the server goes on', async () => {
    expect(cutHeic()).toHaveLength(224);
    const { status, body } = await send(cutHeic(), 'image/heic');
    expect(status).toBe(201);
    expect(body.items[0]).toMatchObject({ mediaType: 'image/heic', size: 224 });
    expect(body.items[0]).not.toHaveProperty('origin');
    await acknowledged(31);
    expect((await fetch(`${product.baseUrl}/healthz`)).status).toBe(200);
  });

  it('case 01 so is one whose boxes have no length, too much of it, or stand in each other', async () => {
    const whole = heicOf(SAMPLE_EXIF);
    const lengthOf = (type: string, length: number) => {
      const changed = Buffer.from(whole);
      changed.writeUInt32BE(length, whole.indexOf(type) - 4);
      return changed;
    };
    const files = [
      ...['meta', 'iinf', 'infe', 'iloc', 'mdat'].flatMap((type) => [
        lengthOf(type, 0),
        lengthOf(type, 1),
        lengthOf(type, 7),
        lengthOf(type, 0xffff_ffff),
      ]),
      Buffer.concat([isoOf('heic'), Buffer.alloc(100_000)]),
      jpegOf(SAMPLE_EXIF).subarray(0, 60),
    ];
    for (const file of files) {
      const type = file[0] === 0xff ? 'image/jpeg' : 'image/heic';
      expect((await send(file, type)).status).toBe(201);
    }
    await acknowledged(32);
  });

  it('case 01 whole ones still say where and when they were taken', async () => {
    const { body } = await send(heicOf(SAMPLE_EXIF), 'image/heic');
    expect(body.items[0]?.origin).toMatchObject({ position: { lon: 112.58, lat: 37.86 } });
  });
});
