import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIXEL_PNG } from '../attachments/testing/images.ts';
import { createLogger } from '../platform/logger.ts';
import { YINGZE } from '../testing/product.ts';
import { openPublicOffice } from '../testing/public-office.ts';
import { createSteppedClock } from '../testing/stepped-clock.ts';

const PHONE = '13812345678';
const NAME = '张建国';
/** Minutes. */
const DAY = 1440;
const clock = createSteppedClock('2026-11-24T02:00:00.000Z');
const logged: string[] = [];
const logger = createLogger('debug', { to: { write: (line: string) => void logged.push(line) } });

type Office = Awaited<ReturnType<typeof openPublicOffice<''>>>;
let product: Office['product'];
let someone: Office['someone'];
let crew: Office['crew'];
let taskOf: Office['taskOf'];

beforeAll(async () => {
  ({ product, someone, crew, taskOf } = await openPublicOffice({
    clock,
    prefix: '',
    settings: { YIWANG_PUBLIC_WRONG_CODES_PER_HOUR_PER_ADDRESS: '12' },
    logger,
  }));
});
afterAll(() => product.stop());

describe('a report without an account', () => {
  let code: string;
  let caseId: string;

  it('is a case that waits for the acceptor, with its photo; the phone number is sealed', async () => {
    const [key, proof] = [someone.newKey(), await someone.prove()];
    const photo = await someone.photo(PIXEL_PNG, key, proof);
    expect(photo.status, JSON.stringify(photo.body)).toBe(201);
    const reported = await someone.report(
      { phone: PHONE, matterCode: 'event-01-13', photos: [photo.body.photoId] },
      { key, proof },
    );
    expect(reported.status, JSON.stringify(reported.body)).toBe(201);
    expect(reported.body.place).toContain('迎泽区');
    code = reported.body.trackingCode as string;

    const task = await taskOf(reported.body.caseNumber);
    expect(task).toMatchObject({ source: 'public', stage: 'reported', reporterId: null, photoCount: 1 });
    caseId = task.caseId as string;
    const files = (await crew.call('acceptor', 'GET', `/cases/${caseId}/attachments`)).body.items;
    expect(files).toMatchObject([{ digest: photo.body.photoId, mediaType: 'image/png' }]);

    const timeline = await crew.call('acceptor', 'GET', `/cases/${caseId}/timeline`);
    expect(JSON.stringify(timeline.body)).not.toContain(PHONE);
    expect(timeline.body.items[0]).toMatchObject({ actor: 'public', actorName: null });
    const look = { purpose: 'callBack', reason: '回访' };
    const shown = await crew.call('acceptor', 'POST', `/cases/${caseId}/disclosure`, look);
    expect(shown.body.petitioner).toEqual({ name: '未留姓名', phone: PHONE });
  });

  it('is followed by its code alone, in plain words', async () => {
    const status = await someone.status(code.toLowerCase().replaceAll('-', ' '));
    expect(status.status).toBe(200);
    expect(status.body).toMatchObject({
      state: 'waiting',
      stateWords: { zh: '待受理' },
      category: '道路破损',
      department: null,
      rating: null,
      rateableUntil: null,
      milestones: [{ words: { zh: '收到上报' } }],
    });
    expect(Date.parse(status.body.dueAt as string)).toBeGreaterThan(clock.now());
    const early = await someone.call('POST', '/rating', { trackingCode: code, score: 5 });
    expect(early).toMatchObject({ status: 409, body: { code: 'notRateableYet' } });
  });

  it('goes the way of every case, and is rated when it is closed', async () => {
    const own = crew.caseOf(caseId);
    await own.step('acceptor', 'acceptance', { opinion: '情况属实' });
    const row = await crew.fourHours('leader');
    await own.step('leader', 'filing', { ...row, opinion: '立案' });
    await own.step('dispatcher', 'dispatch', { departmentId: 'urban', opinion: '请处置' });
    const underWay = await someone.status(code);
    expect(underWay.body).toMatchObject({ state: 'inProgress', department: 'urban' });
    await own.step('manager', 'handling', {});
    await own.step('manager', 'feedback', { result: '已修好' });
    await own.step('checker', 'check', { passed: true, opinion: '已修好' });
    await own.step('leader', 'closure', { opinion: '结案' });

    const closed = await someone.status(code);
    expect(closed.body).toMatchObject({ state: 'done', rating: null });
    expect(closed.body.rateableUntil).not.toBeNull();
    const rate = (score: number, words = '') =>
      someone.call('POST', '/rating', { trackingCode: code, score, words });
    expect((await rate(6)).status).toBe(400);
    expect((await rate(2, `修得慢，找过${NAME}，电话 ${PHONE}`)).status).toBe(200);
    expect((await rate(4, '又来修了一次，好了')).status).toBe(200);
    expect((await someone.status(code)).body.rating).toMatchObject({ score: 4 });

    const timeline = await crew.call('acceptor', 'GET', `/cases/${caseId}/timeline`);
    const rated = timeline.body.items.filter(({ type }) => type === 'CaseRated');
    expect(rated.map(({ data }) => (data as { score: number }).score)).toEqual([2, 4]);
    expect(JSON.stringify(rated)).not.toContain(PHONE);
    expect((await crew.call('leader', 'GET', `/cases/${caseId}`)).body.rating).toMatchObject({ score: 4 });

    clock.forward(16 * DAY);
    expect(await rate(5)).toMatchObject({ status: 422, body: { code: 'ratingTooLate' } });
    expect((await someone.status(code)).body.rateableUntil).toBeNull();
  });

  it('says why it was refused', async () => {
    const reported = await someone.report({ description: '邻居家装修' });
    const task = await taskOf(reported.body.caseNumber);
    await crew
      .caseOf(task.caseId as string)
      .step('acceptor', 'rejection', { reason: `不属于受理范围，已告知${NAME}，电话 ${PHONE}` });
    const { body } = await someone.status(reported.body.trackingCode);
    expect(body).toMatchObject({ state: 'refused', stateWords: { zh: '不予受理' }, dueAt: null });
    expect(body.reason).toContain('不属于受理范围');
    expect(body.reason).not.toContain(PHONE);
  });

  it('is forgotten with the person, by the number', async () => {
    const reported = await someone.report({ phone: '13900001111' });
    const { caseId: id } = await taskOf(reported.body.caseNumber);
    await product.settle();
    const admin = await product.signIn('administrator', '1401');
    const erased = await product.call(admin, 'POST', '/api/v1/persons/erasure', {
      who: { number: '13900001111' },
      dryRun: false,
      reason: '本人申请',
    });
    expect(erased.body.persons).toHaveLength(1);
    const look = { purpose: 'callBack', reason: '回访' };
    const shown = await crew.call('acceptor', 'POST', `/cases/${id}/disclosure`, look);
    expect(shown.body).toMatchObject({ petitioner: null, erased: true });
    expect((await someone.status(reported.body.trackingCode)).status).toBe(200);
  });
});

describe('a place', () => {
  it('can be told in words: everybody who works on it sees that the point is none', async () => {
    const place = { divisionCode: '140105', address: '坞城路小学门口往南 50 米' };
    const reported = await someone.report({ place });
    expect(reported.status, JSON.stringify(reported.body)).toBe(201);
    const task = await taskOf(reported.body.caseNumber);
    expect(task).toMatchObject({ divisionCode: '140105', gridCode: null });
    expect((task.location as { address: string }).address).toContain('仅口述位置');
  });

  it.each([
    [{ lon: 112.3, lat: 40.05 }, 'notServedHere'],
    [{ divisionCode: '140202', address: '云冈' }, 'notServedHere'],
    [{ lon: 116.4, lat: 39.9 }, 'outsideProvince'],
    [{ divisionCode: '140105' }, 'placeMissing'],
    [{ divisionCode: '140105', address: '   ' }, 'placeMissing'],
    [{ divisionCode: '140199', address: '柳巷' }, 'placeMissing'],
    [{ divisionCode: "1401'--", address: '柳巷' }, 'placeMissing'],
    [{ lon: 112.58 }, 'placeMissing'],
    [{}, 'placeMissing'],
  ])('%j is refused: %s', async (place, refusal) => {
    expect(await someone.report({ place })).toMatchObject({ status: 422, body: { code: refusal } });
  });

  it('is named before reporting', async () => {
    const here = await someone.call('GET', `/locate?lon=${YINGZE.lon}&lat=${YINGZE.lat}`);
    expect(here.body).toMatchObject({ divisionCode: '140106', served: true });
    expect((await someone.call('GET', '/locate?lon=113.3&lat=40.08')).body).toMatchObject({ served: false });
    expect((await someone.call('GET', '/locate?lon=116&lat=39')).body).toMatchObject({ divisionCode: null });
    const settings = (await someone.call('GET', '/settings')).body as unknown as {
      divisions: { code: string }[];
    };
    expect(settings.divisions.length).toBeGreaterThan(5);
    expect(settings.divisions.every((each) => each.code.startsWith('1401'))).toBe(true);
  });
});

describe('a repeat', () => {
  it('with the same key gets the same code, whether the proof is the same or another; other content is refused', async () => {
    const [key, proof] = [someone.newKey(), await someone.prove()];
    const first = await someone.report({ phone: PHONE }, { key, proof });
    const again = await someone.report({ phone: PHONE }, { key, proof });
    const later = await someone.report({ phone: PHONE }, { key });
    expect([again.status, later.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(later.body).toEqual(first.body);
    expect(await someone.report({ description: '别的事' }, { key })).toMatchObject({
      status: 422,
      body: { code: 'idempotencyKeyReused' },
    });
  });

  it('from two tabs at once makes one case', async () => {
    const key = someone.newKey();
    const proofs = await Promise.all([someone.prove(), someone.prove()]);
    const both = await Promise.all(proofs.map((proof) => someone.report({}, { key, proof })));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]!.body).toEqual(both[1]!.body);
  });

  it.each(['1', 'short-key', 'x'.repeat(200), 'with spaces in it, and long enough'])(
    'needs a key that nobody guesses: not %s',
    async (key) => {
      expect((await someone.report({}, { key })).status).toBe(400);
    },
  );
});

describe('a proof', () => {
  it('serves for one report', async () => {
    const proof = await someone.prove();
    expect((await someone.report({}, { proof })).status).toBe(201);
    expect(await someone.report({}, { proof })).toMatchObject({ status: 422, body: { code: 'proofUsed' } });
  });

  it('is not spent by a report that was refused', async () => {
    const [key, proof] = [someone.newKey(), await someone.prove()];
    expect(await someone.report({ description: '  ' }, { key, proof })).toMatchObject({
      body: { code: 'textMissing' },
    });
    expect((await someone.report({}, { key, proof })).status).toBe(201);
  });

  it.each([
    ['missing', () => '', 'proofInvalid'],
    ['made up', () => `${'a'.repeat(22)}.0.9999999999999.${'a'.repeat(22)}.1`, 'proofInvalid'],
    ['with fewer bits', (proof: string) => proof.replace('.4.', '.0.'), 'proofInvalid'],
  ])('%s is refused for photo and report', async (_, change, refusal) => {
    const proof = change(await someone.prove());
    const answers = [
      await someone.report({}, { proof }),
      await someone.photo(PIXEL_PNG, someone.newKey(), proof),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ status: 422, body: { code: refusal } });
  });

  it('expires', async () => {
    const proof = await someone.prove();
    clock.forward(16);
    expect(await someone.report({}, { proof })).toMatchObject({ body: { code: 'proofExpired' } });
  });
});

describe('a photo', () => {
  it('belongs to the report with its key, and to no other', async () => {
    const proof = await someone.prove();
    const { photoId } = (await someone.photo(PIXEL_PNG, someone.newKey(), proof)).body;
    expect(await someone.report({ photos: [photoId] }, { proof })).toMatchObject({
      status: 422,
      body: { code: 'unknownAttachment' },
    });
  });

  it('is a photo, and not too large; a proof serves for only so many', async () => {
    const [key, proof] = [someone.newKey(), await someone.prove()];
    const text = Buffer.from('<svg onload="alert(1)">');
    expect((await someone.photo(text, key, proof)).body.code).toBe('unsupportedMediaType');
    expect((await someone.photo(PIXEL_PNG, key, proof, 'audio/mpeg')).body.code).toBe('mediaTypeMismatch');
    const huge = Buffer.concat([PIXEL_PNG, Buffer.alloc(6_291_456)]);
    expect((await someone.photo(huge, key, proof)).status).toBe(413);
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await someone.photo(PIXEL_PNG, key, proof)).status);
    expect(statuses).toEqual([201, 201, 201, 422]);
  });
});

describe('tracking codes', () => {
  it('are answered alike whether wrong or malformed, and after some guesses not at all', async () => {
    clock.forward(120);
    const right = (await someone.report()).body.trackingCode;
    const answers = [];
    for (const guess of ['00000-00000-00000-00000', '', '\u{1F600}', "' or 1=1 --", 'x'.repeat(64)])
      answers.push(await someone.status(guess));
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 404, body: answers[0]!.body });
    expect((await someone.status(right)).status).toBe(200);

    const statuses = new Map<number, number>();
    for (let n = 0; n < 200; n += 1) {
      const { status } = await someone.status(`${n}`.padStart(20, '0'));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(statuses).toEqual(
      new Map([
        [404, 7],
        [429, 193],
      ]),
    );
    const blocked = await someone.status(right);
    expect(blocked).toMatchObject({ status: 429, body: { code: 'tooManyAttempts' } });
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    clock.forward(60);
    expect((await someone.status(right)).status).toBe(200);
  });

  it('appear neither in the log of events nor in the log of the server, and neither do keys and numbers', async () => {
    const key = someone.newKey();
    const { trackingCode } = (await someone.report({ phone: PHONE }, { key })).body as unknown as {
      trackingCode: string;
    };
    await someone.status(trackingCode);
    await someone.status(`${trackingCode}X`);
    const events = await product.server.core.writtenLog.readAll({
      after: product.server.core.writtenLog.start,
      limit: 100_000,
    });
    for (const text of [JSON.stringify(events), logged.join('\n')])
      for (const secret of [trackingCode, trackingCode.replaceAll('-', ''), key, PHONE])
        expect(text.includes(secret), secret.slice(0, 4)).toBe(false);
    expect(logged.length).toBeGreaterThan(0);
  });
});

describe('the quota of the public', () => {
  it('ends reports of an address with a time to wait, and nobody else notices', async () => {
    let last = await someone.report();
    let sent = 1;
    while (last.status === 201 && sent < 50) {
      last = await someone.report();
      sent += 1;
    }
    expect(last).toMatchObject({ status: 429, body: { code: 'publicQuotaExceeded' } });
    const seconds = Number(last.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect((await crew.call('acceptor', 'GET', '/tasks')).status).toBe(200);
    // There is no midnight at which the quota begins anew: one more report, and not forty.
    clock.forward(seconds / 60);
    expect((await someone.report()).status).toBe(201);
    expect((await someone.report()).status).toBe(429);
  });
});
