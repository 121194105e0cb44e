import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAKE_S3, type FakeS3, startFakeS3 } from '../../testing/fake-s3.ts';
import { contentOfBytes, type ObjectStore, readAllBytes } from '../object-store.ts';
import { createDiskObjectStore } from './disk-object-store.ts';
import { createS3ObjectStore, ObjectStoreError } from './s3-object-store.ts';
import { createSealingObjectStore } from './sealing-object-store.ts';

let folder: string;
let fake: FakeS3;
const settings = () => ({ ...FAKE_S3, endpoint: fake.endpoint, pathStyle: true });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yiwang-objects-'));
  fake = await startFakeS3();
});
afterAll(async () => {
  await fake.close();
  await rm(folder, { recursive: true, force: true });
});

const sealed = (objects: ObjectStore) =>
  createSealingObjectStore(objects, { wrapKey: Buffer.alloc(32, 1), plainNameOf: () => undefined });

const stores: readonly (readonly [string, () => ObjectStore])[] = [
  ['the local disk', () => createDiskObjectStore(folder)],
  ['an S3-compatible store', () => createS3ObjectStore(settings())],
  ['the local disk, sealed', () => sealed(createDiskObjectStore(folder))],
  ['an S3-compatible store, sealed', () => sealed(createS3ObjectStore(settings()))],
];

describe.each(stores)('%s', (_name, create) => {
  const bytes = randomBytes(300_000);
  const content = contentOfBytes(bytes);

  it('keeps bytes under a key and gives them back, whole or in part', async () => {
    const store = create();
    expect(await store.size(content.sha256)).toBeUndefined();
    expect(await store.open(content.sha256)).toBeUndefined();
    await store.put(content.sha256, content, 'video/mp4');
    expect(await store.size(content.sha256)).toBe(bytes.length);
    expect((await readAllBytes((await store.open(content.sha256))!)).equals(bytes)).toBe(true);
    const part = await store.open(content.sha256, { first: 1000, last: 1999 });
    expect(await readAllBytes(part!)).toEqual(bytes.subarray(1000, 2000));
  });

  it('accepts the same bytes again, also concurrently, without harm', async () => {
    const store = create();
    await Promise.all([1, 2, 3].map(() => store.put(content.sha256, content, 'video/mp4')));
    expect((await readAllBytes((await store.open(content.sha256))!)).equals(bytes)).toBe(true);
  });

  it('shows nothing of a write that failed', async () => {
    const store = create();
    const broken = {
      ...contentOfBytes(Buffer.from('half')),
      open: () =>
        Readable.from(
          (function* () {
            yield Buffer.from('ha');
            throw new Error('the disk of the sender failed');
          })(),
        ),
    };
    await expect(store.put(broken.sha256, broken, 'image/png')).rejects.toThrow();
    expect(await store.size(broken.sha256)).toBeUndefined();
  });

  it('removes a key, also twice', async () => {
    const store = create();
    await store.remove(content.sha256);
    await store.remove(content.sha256);
    expect(await store.size(content.sha256)).toBeUndefined();
  });
});

describe('the local disk', () => {
  it('leaves no half-written files', async () => {
    const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    expect(names).toEqual([]);
  });
});

describe('an S3-compatible store', () => {
  const content = contentOfBytes(Buffer.from('bytes'));

  it('is retried while it is overloaded, but not forever', async () => {
    fake.failNext(2);
    const store = createS3ObjectStore(settings());
    await store.put(content.sha256, content, 'image/png');
    expect(fake.objects.get(content.sha256)?.type).toBe('image/png');
    fake.failNext(100);
    await expect(store.size(content.sha256)).rejects.toMatchObject({
      code: 'objectStoreFailed',
      status: 503,
    });
    fake.failNext(0);
  });

  it.each([
    ['a wrong secret', { secretKey: 'wrong' }, /403/],
    ['a wrong region', { region: 'elsewhere' }, /403/],
    ['a bucket that is not there', { bucket: 'none' }, /does not exist/],
  ])('is refused at start with %s', async (_what, wrong, message) => {
    const store = createS3ObjectStore({ ...settings(), ...wrong });
    await expect(store.check()).rejects.toThrow(message);
    await expect(store.check()).rejects.toBeInstanceOf(ObjectStoreError);
  });
});
