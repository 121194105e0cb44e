import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jpegOf, SAMPLE_EXIF } from '../../attachments/testing/images.ts';
import { userIdOf } from '../../identity/index.ts';
import { OPINION } from '../../testing/case-crew.ts';
import { type Product, startProduct } from '../../testing/product.ts';
import { type Case, type FlowCrew, hireFlowCrew, type Person } from './flow-crew.ts';

let product: Product;
let crew: FlowCrew;

beforeAll(async () => {
  product = await startProduct();
  crew = await hireFlowCrew(product);
});
afterAll(() => product.stop());

describe('what is added to a case', () => {
  const typesSeenBy = async (one: Case, person: Person) =>
    (await crew.call(person, 'GET', `/cases/${one.caseId}/timeline`)).body.items.map(({ type }) => type);

  it('material is added by its reporter, grid workers, acceptors and its department, and is evidence with their names', async () => {
    const one = await crew.openDispatched();
    const photoOf = async (person: Person, seed: number) => {
      const form = new FormData();
      form.append('photo', new Blob([jpegOf(SAMPLE_EXIF), Uint8Array.of(seed)], { type: 'image/jpeg' }));
      const sent = await fetch(`${product.baseUrl}/api/v1/attachments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${crew.tokenOf(person)}` },
        body: form,
      });
      return ((await sent.json()) as { items: { digest: string }[] }).items[0]!.digest;
    };
    for (const [n, person] of (['worker', 'other-worker', 'acceptor', 'mun', 'hand'] as const).entries())
      await one.step(person, 'supplements', { photos: [await photoOf(person, n)], description: '补拍' });
    expect(await one.step('worker', 'supplements', {}, 422)).toMatchObject({ code: 'nothingAdded' });
    await one.step('san', 'supplements', { description: '不相干' }, 404);
    await one.step('leader', 'supplements', { description: '无权' }, 403);
    const { items } = (await crew.call('worker', 'GET', `/cases/${one.caseId}/attachments`)).body;
    expect(items.map(({ event, actorName }) => [event, actorName])).toEqual(
      ['worker', 'other-worker', 'acceptor', 'mun', 'hand'].map((name) => ['CaseSupplemented', name]),
    );
    expect(await one.show('acceptor')).toMatchObject({ stage: 'dispatched', photoCount: 5 });
  });

  it('material is added once for a key, however often it is sent', async () => {
    const one = await crew.open('worker');
    for (let sent = 0; sent < 2; sent += 1) {
      const answer = await product.call(
        crew.tokenOf('worker'),
        'POST',
        `/api/v1/cases/${one.caseId}/supplements`,
        { description: '夜间无照明' },
        { 'idempotency-key': `again-${one.caseId}` },
      );
      expect(answer.status).toBe(200);
    }
    expect(await typesSeenBy(one, 'worker')).toEqual(['CaseReported', 'CaseSupplemented']);
  });

  it('a note is seen by those who may write one, and by neither reporter nor handler, also unmasked', async () => {
    const one = await crew.openDispatched();
    await one.step('mun', 'handler', { ...OPINION, handlerId: userIdOf('hand') });
    const note = '业主王建国13803516789已同意';
    await one.step('dispatcher', 'notes', { note });
    await one.step('worker', 'notes', { note }, 403);
    for (const person of ['acceptor', 'chief', 'dispatcher', 'officer', 'leader', 'mun'] as const)
      expect(await typesSeenBy(one, person), person).toContain('CaseNoted');
    for (const person of ['worker', 'other-worker', 'hand'] as const)
      expect(await typesSeenBy(one, person), person).not.toContain('CaseNoted');
    const look = { purpose: 'handle', reason: '联系业主' };
    const unmasked = async (person: Person) =>
      JSON.stringify((await one.step(person, 'disclosure', look)).texts);
    expect(await unmasked('acceptor')).toContain(note);
    expect(await unmasked('hand')).not.toContain('业主');
  });
});
