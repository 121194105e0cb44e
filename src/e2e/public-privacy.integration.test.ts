import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIXEL_PNG } from '../attachments/testing/images.ts';
import type { Answer } from '../testing/api-client.ts';
import { YINGZE } from '../testing/product.ts';
import { openPublicOffice } from '../testing/public-office.ts';
import { createSteppedClock } from '../testing/stepped-clock.ts';

const PHONE = '13812345678';
const NAME = '张建国';
/** Minutes. */
const DAY = 1440;
const clock = createSteppedClock('2026-11-24T02:00:00.000Z');

type Office = Awaited<ReturnType<typeof openPublicOffice<'mark-'>>>;
let product: Office['product'];
let someone: Office['someone'];
let crew: Office['crew'];
let taskOf: Office['taskOf'];

beforeAll(async () => {
  ({ product, someone, crew, taskOf } = await openPublicOffice({ clock, prefix: 'mark-' }));
});
afterAll(() => product.stop());

describe('a case with marks in everything that people wrote', () => {
  /** A mark is never split or reworded: it is found wherever it comes out. */
  const mark = (of: string) => `记号${of}，找${NAME}，电话 ${PHONE}`;
  const exact = { lon: 112.58123, lat: 37.86123 };
  const secrets = ['记号', NAME, PHONE, '112.58123', '37.86123', 'mark-', 'petitioner'];
  const answers: { readonly of: string; readonly answer: Answer }[] = [];
  const noted = async (of: string, asked: Promise<Answer>): Promise<Answer> => {
    const answer = await asked;
    expect(answer.status, `${of} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    answers.push({ of, answer });
    return answer;
  };
  const askAll = async (trackingCode: unknown, at: string) => {
    await noted(`status ${at}`, someone.status(trackingCode));
    for (const path of [
      '/settings',
      '/categories',
      `/locate?lon=${exact.lon}&lat=${exact.lat}`,
      '/boundaries?division=1401',
      `/cases?lon=${exact.lon}&lat=${exact.lat}`,
      '/cases?division=140106',
    ])
      await noted(`${path} ${at}`, someone.call('GET', path));
  };

  it('shows none of them in any public answer, at any stage', async () => {
    const [key, proof] = [someone.newKey(), await someone.prove()];
    const photo = await noted('photo', someone.photo(PIXEL_PNG, key, proof));
    const reported = await noted(
      'report',
      someone.report(
        {
          description: mark('描述'),
          place: { ...exact, address: mark('地址') },
          phone: PHONE,
          matterCode: 'event-03-01',
          photos: [photo.body.photoId],
        },
        { key, proof },
      ),
    );
    const code = reported.body.trackingCode;
    const { caseId } = await taskOf(reported.body.caseNumber);
    const { step } = crew.caseOf(caseId as string);
    await askAll(code, 'when reported');

    await step('mark-acceptor', 'acceptance', { opinion: mark('受理') });
    const row = await crew.fourHours('mark-leader');
    await step('mark-leader', 'filing', { ...row, opinion: mark('立案') });
    await step('mark-dispatcher', 'dispatch', { departmentId: 'urban', opinion: mark('派遣') });
    await step('mark-leader', 'urges', { opinion: mark('催办') });
    await step('mark-manager', 'handling', {});
    await askAll(code, 'while handled');
    await step('mark-manager', 'feedback', { result: mark('结果') });
    await step('mark-checker', 'check', { passed: true, opinion: mark('核查') });
    await step('mark-leader', 'closure', { opinion: mark('结案') });
    await noted(
      'rating',
      someone.call('POST', '/rating', { trackingCode: code, score: 2, words: mark('评价') }),
    );
    await askAll(code, 'when closed');

    // The marks are there to be found.
    const timeline = await crew.call('mark-leader', 'GET', `/cases/${caseId}/timeline`);
    for (const of of ['受理', '立案', '派遣', '催办', '结果', '核查', '结案'])
      expect(JSON.stringify(timeline.body)).toContain(`记号${of}`);
    const shown = answers.filter(({ of }) => of.startsWith('/cases') && of.endsWith('closed'));
    expect(shown.map(({ answer }) => answer.body.items.length)).toEqual([1, 1]);

    for (const { of, answer } of answers) {
      const text = JSON.stringify([answer.body, [...answer.headers]]);
      for (const secret of [...secrets, caseId as string])
        expect(text, `${secret} in ${of}`).not.toContain(secret);
    }
  });

  it('shows nothing but the masked reason when it is refused', async () => {
    const reported = await someone.report({ description: mark('描述'), phone: PHONE });
    const { caseId } = await taskOf(reported.body.caseNumber);
    await crew
      .caseOf(caseId as string)
      .step('mark-acceptor', 'rejection', { reason: `不属于受理范围，已告知本人，电话 ${PHONE}` });
    const { body } = await someone.status(reported.body.trackingCode);
    expect(body.reason).toContain('不属于受理范围');
    for (const secret of secrets) expect(JSON.stringify(body)).not.toContain(secret);
    clock.forward(31 * DAY);
  });
});

describe('what everybody sees nearby', () => {
  const nearby = async () => (await someone.call('GET', '/cases?lon=112.58&lat=37.86')).body.items;

  it('are accepted cases without anything that somebody wrote, their place blurred where the category says so', async () => {
    const report = async (changed: Record<string, unknown>) => {
      const { body } = await someone.report({ description: `${NAME} ${PHONE}`, phone: PHONE, ...changed });
      return crew.caseOf((await taskOf(body.caseNumber)).caseId as string);
    };
    const closed = await report({ matterCode: 'event-01-13' });
    await closed.step('mark-acceptor', 'acceptance', { opinion: '属实' });
    await closed.step('mark-leader', 'filing', { ...(await crew.fourHours('mark-leader')), opinion: '立案' });
    await closed.step('mark-dispatcher', 'dispatch', { departmentId: 'urban', opinion: '请处置' });
    await closed.step('mark-manager', 'handling', {});
    await closed.step('mark-manager', 'feedback', { result: '已修好' });
    await closed.step('mark-checker', 'check', { passed: true, opinion: '已修好' });
    await closed.step('mark-leader', 'closure', { opinion: '结案' });
    const open = await report({ matterCode: 'event-01-13' });
    const sensitive = await report({ matterCode: 'event-03-01' });
    const uncategorised = await report({});
    const refused = await report({ matterCode: 'event-01-12' });
    await report({ matterCode: 'event-01-14' });
    const inWords = await report({
      matterCode: 'event-01-18',
      place: { divisionCode: '140106', address: '迎泽公园' },
    });
    for (const each of [open, sensitive, uncategorised, inWords])
      await each.step('mark-acceptor', 'acceptance', { opinion: '属实' });
    await refused.step('mark-acceptor', 'rejection', { reason: '不属于受理范围' });

    const items = await nearby();
    const of = (matterCode: string | null) => items.filter((item) => item.matterCode === matterCode);
    expect(
      of('event-01-13')
        .map(({ state }) => state)
        .sort(),
    ).toEqual(['done', 'inProgress']);
    for (const shown of of('event-01-13')) expect(shown).toMatchObject({ ...YINGZE, blurred: false });
    for (const blurred of [...of('event-03-01'), ...of(null)]) {
      expect(blurred.blurred).toBe(true);
      expect(blurred.lon).not.toBe(YINGZE.lon);
    }
    expect([of('event-03-01'), of(null)].map(({ length }) => length)).toEqual([1, 1]);
    for (const hidden of ['event-01-12', 'event-01-14', 'event-01-18']) expect(of(hidden)).toEqual([]);
    const text = JSON.stringify(items);
    for (const each of [NAME, PHONE, open.caseId, 'description', 'caseNumber', '柳巷'])
      expect(text).not.toContain(each);

    const inCounty = (await someone.call('GET', '/cases?division=140106')).body.items;
    expect(inCounty.map(({ ref }) => ref)).toEqual(items.map(({ ref }) => ref));
    expect((await someone.call('GET', '/cases?division=1402')).body.items).toEqual([]);
    expect((await someone.call('GET', '/cases')).body.code).toBe('placeMissing');

    clock.forward(31 * DAY);
    expect(await nearby()).toEqual([]);
  });
});
