import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseCaseAttachments } from '../../application/erase-attachments.ts';
import { jpegOf, SAMPLE_EXIF } from '../../attachments/testing/images.ts';
import type { CaseReported } from '../../governance/events.ts';
import { contentDigest, derivedId, newId } from '../../platform/ids.ts';
import { runHere } from '../../testing/command-line.ts';
import { type Product, startProduct, YINGZE } from '../../testing/product.ts';

let product: Product;
let worker: string;
let administrator: string;
let manager: string;
/** Position before everything that this test does. */
let seeded: string;

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const json = (body: unknown) => JSON.stringify(body);
const photoFrom = (model: string) => jpegOf({ ...SAMPLE_EXIF, model, ...YINGZE });

const PHONE = '13803511234';
const FRAME_PASSWORD = '123456';
const USER_PASSWORD = 'Fenhe-River-2026';
/** A hundred guesses, the right one among them. */
const guesses = (right: string): string[] =>
  Array.from({ length: 100 }, (_, n) => (n === 57 ? right : `${right.slice(0, -2)}${(n + 11) % 100}`));

const userBody = (password: string) => ({
  loginName: 'guessed',
  displayName: '张三',
  password,
  homeDivision: '1401',
  assignments: [],
});
const reportBody = (phone: string) => ({
  source: 'gridWorker',
  description: '井盖破损',
  location: YINGZE,
  petitioner: { name: '李四', phone },
});
/** As the server reads it: with what was left out. */
const reportText = (phone: string) =>
  json({ report: { ...reportBody(phone), photos: [] }, photos: [], photosAfter: [] });
const wireBody = (password: string) => ({ password });
const deadLetter = (phone: string) => `{"observedAt": call ${phone}`;
const TOPIC = 'yw/v1/air-9/telemetry';
const WIRE = '/api/v1/devices/air-9/wire-settings';

const send = (token: string, method: string, path: string, body: unknown, key: string) =>
  product.call(token, method, path, body, { 'idempotency-key': key });
const sendUser = () => send(administrator, 'POST', '/api/v1/users', userBody(USER_PASSWORD), 'user');
const sendReport = (phone = PHONE) => send(worker, 'POST', '/api/v1/cases', reportBody(phone), 'report');
const sendWire = (password = FRAME_PASSWORD) => send(manager, 'PUT', WIRE, wireBody(password), 'wire');

beforeAll(async () => {
  product = await startProduct({ YIWANG_HTTP_MAX_WAIT_SECONDS: '20' });
  seeded = await product.server.core.store.head();
  worker = await product.signIn('gridWorker', '1401');
  administrator = await product.signIn('administrator');
  manager = await product.signIn('deviceManager');
  const secret = await product.addDevice('air-9', 'air-station');
  expect(await sendUser()).toMatchObject({ status: 201 });
  expect(await sendReport()).toMatchObject({ status: 201 });
  expect(await sendWire()).toMatchObject({ status: 200 });
  const device = await product.connect('air-9', secret);
  await device.publishAsync(TOPIC, deadLetter(PHONE), { qos: 1 });
  await device.endAsync();
  await product.settle();
});
afterAll(() => product?.stop());

/** What ships with the product: nothing of a person in it, and most of the bytes. */
const SHIPPED = /^public\.(divisions|division_.*|code_.*|filing_standard.*|crosswalk.*)$/;

/** All that is in the database as text, and the files of the data folder by name and content; without the master key. */
const everything = async (): Promise<string> => {
  const { sql } = product.database;
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`;
  const parts: string[] = [];
  for (const { name } of tables) {
    if (SHIPPED.test(name)) continue;
    const own = name === 'public.events' ? `where position > ${seeded}` : '';
    const rows = await sql.statement<{ row: string }>(`select t::text as row from ${name} t ${own}`, []);
    parts.push(...rows.map(({ row }) => row));
  }
  for (const entry of await readdir(product.dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'master.key') continue;
    parts.push(entry.name, (await readFile(join(entry.parentPath, entry.name))).toString('latin1'));
  }
  return parts.join('\n');
};

/** Whatever in a text looks like a digest: hex of 128 bits and more, also as a UUID, and 256 bits in base64. */
const digestsIn = (text: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const [hex] of text.matchAll(/[0-9a-f]{32,}/g)) found.add(hex.slice(0, 32));
  for (const [uuid] of text.matchAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))
    found.add(uuid.replaceAll('-', ''));
  for (const [base64] of text.matchAll(/[\w+/-]{43}/g)) found.add(base64);
  return found;
};

/** The forms in which a digest could appear: complete, cut to 128 bits as a digest or as an id, in base64. */
const forms = (text: string): string[] => {
  const hash = createHash('sha256').update(text).digest();
  return [
    hash.toString('hex').slice(0, 32),
    derivedId(text).replaceAll('-', ''),
    hash.toString('base64').slice(0, 43),
    hash.toString('base64url'),
  ];
};

/** Streams with what earlier releases left in the log, by each of the statements of docs/security.md. */
const knownRest = async (): Promise<readonly (readonly string[])[]> => {
  const page = await readFile(new URL('../../../docs/security.md', import.meta.url), 'utf8');
  const statements = [...page.matchAll(/^select position, stream.*;$/gm)].map(([text]) => text);
  expect(statements).toHaveLength(3);
  const { sql } = product.database;
  return Promise.all(
    statements.map(async (text) =>
      (await sql.statement<{ stream: string }>(text, [])).map(({ stream }) => stream),
    ),
  );
};

describe('a copy of the database', () => {
  it('H9 a copy of the database reveals no password, frame password or telephone number to a hundred guesses of each', async () => {
    const copy = await everything();
    const kept = digestsIn(copy);
    const found = (texts: readonly string[]) =>
      texts.filter((text) => forms(text).some((form) => kept.has(form)));
    const bodies = [
      ...guesses(USER_PASSWORD).flatMap((password) => {
        const body = json(userBody(password));
        return [body, `POST /api/v1/users ${body}`, password];
      }),
      ...guesses(PHONE).flatMap((phone) => [
        `POST /api/v1/cases ${reportText(phone)}`,
        `POST /api/v1/cases ${json(reportBody(phone))}`,
        reportText(phone),
        phone,
      ]),
      ...guesses(FRAME_PASSWORD).flatMap((password) => [`PUT ${WIRE} ${json(wireBody(password))}`, password]),
    ];
    expect(found(bodies)).toEqual([]);
    const letters = guesses(PHONE).map(deadLetter);
    const ids = letters.map((letter) => ['rejected', 'air-9', TOPIC, sha256(letter)].join('\u0000'));
    expect(found([...letters, ...ids])).toEqual([]);
    for (const plain of [USER_PASSWORD, PHONE]) expect(copy).not.toContain(plain);
    // The search itself finds what is there: the id of a user follows from the login name.
    expect(found(guesses('guessed').map((name) => ['user', name].join('\u0000')))).toEqual([
      'user\u0000guessed',
    ]);
  });
});

describe('a repeated command', () => {
  it('H9 a repeated command is recognised by its keyed digest, also after a restart, and distinguished from others', async () => {
    const check = async () => {
      for (const answer of [await sendUser(), await sendReport(), await sendWire()])
        expect(answer.headers.get('idempotent-replayed')).toBe('true');
      for (const answer of [await sendReport('13800000000'), await sendWire('654321')])
        expect(answer.body).toMatchObject({ code: 'idempotencyKeyReused' });
    };
    await check();
    await product.restart();
    await check();
  });

  it('H9 a repeated command is recognised by the plain digest of an earlier release, in the form that was guessed above', async () => {
    const { store } = product.server.core;
    const actorId = (await product.call(worker, 'GET', '/api/v1/session')).body.userId as string;
    const caseId = derivedId('case', actorId, 'old');
    const [reported] = await store.readStream(`case-${derivedId('case', actorId, 'report')}`);
    await store.append({
      stream: `case-${caseId}`,
      expected: 'none',
      events: [
        {
          id: derivedId('command', `user:${actorId}`, 'old', '0'),
          type: 'CaseReported',
          schemaVersion: reported!.schemaVersion,
          data: { ...(reported!.data as CaseReported['data']), caseId, caseNumber: 'OLD-1' },
          meta: {
            actor: `user:${actorId}`,
            commandDigest: contentDigest(`POST /api/v1/cases ${reportText(PHONE)}`),
          },
        },
      ],
    });
    const again = await send(worker, 'POST', '/api/v1/cases', reportBody(PHONE), 'old');
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const another = await send(worker, 'POST', '/api/v1/cases', reportBody('13800000000'), 'old');
    expect(another.body).toMatchObject({ code: 'idempotencyKeyReused' });
    const [commands, letters] = await knownRest();
    expect([commands, letters]).toEqual([[`case-${caseId}`], []]);
  });
});

describe('an attachment', () => {
  const upload = async (photo: Buffer) => {
    const form = new FormData();
    form.append('photo', new Blob([photo as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }), 'a.jpg');
    const answer = await fetch(`${product.baseUrl}/api/v1/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${worker}` },
      body: form,
    });
    const { items } = (await answer.json()) as { items: { digest: string; publicDigest: string }[] };
    return items[0]!;
  };
  const report = (photos: readonly string[]) =>
    product.call(worker, 'POST', '/api/v1/cases', { description: '积水', location: YINGZE, photos });
  const download = (caseId: unknown, name: string) =>
    fetch(`${product.baseUrl}/api/v1/cases/${caseId}/attachments/${name}`, {
      headers: { authorization: `Bearer ${worker}` },
    });

  it('M7 an attachment cannot be read by the digest of its bytes, nor by an invented id', async () => {
    const photo = photoFrom('M7');
    const { digest } = await upload(photo);
    expect(digest).not.toContain(sha256(photo));
    const forged = (digest.startsWith('0') ? '1' : '0') + digest.slice(1);
    for (const name of [sha256(photo), forged, sha256('no photo at all')])
      expect(await report([name])).toMatchObject({ status: 422, body: { code: 'unknownAttachment' } });
    const other = await report([]);
    expect((await download(other.body.caseId, sha256(photo))).status).toBe(404);
  });

  it('H9 M8 an attachment is stored encrypted, and neither files nor database reveal its digest', async () => {
    const photo = photoFrom('Secret Phone 9');
    const { digest } = await upload(photo);
    const { caseId } = (await report([digest])).body;
    await product.settle();
    const copy = await everything();
    expect(copy).not.toContain(sha256(photo));
    expect(copy).toContain(digest);
    const files = await readdir(join(product.dataDir, 'attachments'), {
      recursive: true,
      withFileTypes: true,
    });
    for (const entry of files.filter((each) => each.isFile())) {
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect(bytes.includes('Secret Phone 9')).toBe(false);
    }
    const back = await download(caseId, digest);
    expect(back.headers.get('etag')).toBe(`"${digest}"`);
    expect(Buffer.from(await back.arrayBuffer()).equals(photo)).toBe(true);
  });

  it('H9 an attachment of an earlier release still works, by its id and by its old link, and is sealed by the command', async () => {
    const photo = photoFrom('Old Phone');
    const plain = sha256(photo);
    const file = join(product.dataDir, 'attachments', plain.slice(0, 2), plain);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, photo);
    const { store, attachmentIds: ids } = product.server.core;
    const model = await report([]);
    const [reported] = await store.readStream(`case-${model.body.caseId}`);
    const caseId = newId();
    const data = {
      ...(reported!.data as CaseReported['data']),
      caseId,
      caseNumber: 'OLD-2',
      photos: [{ digest: plain, mediaType: 'image/jpeg', size: photo.length }],
    };
    const { schemaVersion, meta } = reported!;
    const old = { id: newId(), type: 'CaseReported', schemaVersion, data, meta };
    await store.append({ stream: `case-${caseId}`, expected: 'none', events: [old] });
    await product.settle();

    const list = await product.call(worker, 'GET', `/api/v1/cases/${caseId}/attachments`);
    const id = ids.of(plain);
    expect(list.body.items).toMatchObject([{ digest: id }]);
    const timeline = await product.call(worker, 'GET', `/api/v1/cases/${caseId}/timeline`);
    expect(json(timeline.body)).toContain(id);
    expect(json([list.body, timeline.body])).not.toContain(plain);
    const both = async () => {
      for (const name of [id, plain])
        expect(Buffer.from(await (await download(caseId, name)).arrayBuffer()).equals(photo)).toBe(true);
    };
    await both();

    const seal = (...options: string[]) =>
      runHere(['attachments', 'seal', ...options], {
        DATABASE_URL: product.database.url,
        YIWANG_DATA_DIR: product.dataDir,
      });
    const printed = (text: string) => ({ code: 0, stdout: expect.stringContaining(text) });
    const all = `1 attachments of ${photo.length} bytes`;
    expect(await seal('--dry-run')).toMatchObject(printed(`${all} would be sealed`));
    expect((await readFile(file)).equals(photo)).toBe(true);
    expect(await seal()).toMatchObject(printed(`${all} were sealed`));
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await seal()).toMatchObject(printed('0 attachments of 0 bytes were sealed'));
    await both();
    expect((await knownRest())[2]).toEqual([`case-${caseId}`]);
  });

  it('M8 an attachment is erased with its key and copies, unless another case shows it too', async () => {
    const [own, shared] = [await upload(photoFrom('own')), await upload(photoFrom('shared'))];
    const { caseId } = (await report([own.digest, shared.digest])).body;
    const other = (await report([shared.digest])).body.caseId;
    await product.settle();
    const { sql } = product.server.core;
    const attachments = product.server.attachments.store;
    const { erased, kept } = await eraseCaseAttachments({ sql, attachments }, caseId as string);
    expect(erased).toEqual([own.digest]);
    // Without what phones write into them both pictures are the same pixels.
    expect(shared.publicDigest).toBe(own.publicDigest);
    expect(new Set(kept)).toEqual(new Set([shared.digest, own.publicDigest]));
    expect((await download(caseId, own.digest)).status).toBe(404);
    expect((await download(other, shared.digest)).status).toBe(200);
    const names = await readdir(join(product.dataDir, 'attachments'), { recursive: true });
    expect(names.filter((name) => name.includes(own.digest))).toEqual([]);
    const rest = await eraseCaseAttachments({ sql, attachments }, other as string);
    expect(rest.erased.length + rest.kept.length).toBe(2);
  });
});
