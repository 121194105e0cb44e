import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FROM_HERE, type Product } from '../../testing/product.ts';
import {
  DAY,
  device,
  FOREIGN,
  IN_DATONG,
  IN_TAIYUAN,
  OWN,
  plain,
  rule,
  square,
  startTwoCities,
  type TwoCities,
} from '../../testing/two-cities.ts';

let product: Product;
let province: TwoCities['province'];
let security: TwoCities['security'];
let tokens: TwoCities['tokens'];
let foreign: TwoCities['foreign'];
let call: TwoCities['call'];
let must: TwoCities['must'];
let signInAs: TwoCities['signInAs'];

beforeAll(async () => {
  ({ product, province, security, tokens, foreign, call, must, signInAs } = await startTwoCities());
});
afterAll(() => product.stop());

/** A picture of one point. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('objects of the other city', () => {
  const administrator = () => tokens.get('administrator')!;
  const manager = () => tokens.get('deviceManager')!;

  it('H3 a grid cannot be taken over, nor alarms silenced through it', async () => {
    const taken = await call(administrator(), 'POST', '/grids/import', square('G-FOREIGN', OWN, IN_TAIYUAN));
    expect([taken.status, taken.body.code]).toEqual([409, 'alreadyExists']);
    expect(JSON.stringify(taken.body)).not.toContain(FOREIGN);
    const moved = await call(administrator(), 'POST', '/grids/import', square('G-FOREIGN', OWN, IN_DATONG));
    expect(moved.status).toBe(409);
    const silence = { scope: { gridCode: 'G-FOREIGN' }, ...DAY, reason: 'x' };
    const one = await call(administrator(), 'POST', '/alarm-silences', silence);
    const other = await call(administrator(), 'POST', '/alarm-silences', {
      ...silence,
      scope: { gridCode: 'G-NONE' },
    });
    expect([one.status, one.body.code]).toEqual([404, other.body.code]);
  });

  it('H3 a new grid must lie in the division that it names', async () => {
    const wrong = await call(administrator(), 'POST', '/grids/import', square('G-NEW', OWN, IN_TAIYUAN));
    expect(wrong.body).toMatchObject({
      status: 400,
      problems: [{ code: 'outsideDivision', gridCode: 'G-NEW' }],
    });
    const right = await call(administrator(), 'POST', '/grids/import', square('G-OWN', OWN, IN_DATONG));
    expect(right.status, JSON.stringify(right.body)).toBe(200);
  });

  it('H3 a department can be neither taken over nor given away', async () => {
    const put = (id: string, divisionCode: string) =>
      call(administrator(), 'PUT', `/departments/${id}`, { name: 'HIJACKED', divisionCode });
    expect((await put('dep-foreign', OWN)).body).toMatchObject({
      status: 403,
      permission: 'department:manage',
    });
    expect((await put('dep-own', OWN)).status).toBe(200);
    expect((await put('dep-own', FOREIGN)).body).toMatchObject({ status: 403, divisionCode: FOREIGN });
    expect((await put('dep-none', '1499')).body.code).toBe(
      (await put('dep-none', '1499')).status === 403 ? 'forbidden' : 'unknownDivision',
    );
    const { body } = await call(province, 'GET', '/departments');
    const found = (body.items as { departmentId: string; name: string }[]).find(
      (each) => each.departmentId === 'dep-foreign',
    );
    expect(found?.name).toBe('部门');
  });

  it('H3 a rule cannot be taken over, and foreign devices in one are answered like unknown ones', async () => {
    const taken = await call(manager(), 'PUT', '/alarm-rules/rule-foreign', rule(['air-own']));
    expect([taken.status, taken.body.code]).toEqual([409, 'alreadyExists']);
    const one = await call(manager(), 'PUT', '/alarm-rules/rule-new', rule(['air-own', 'air-foreign']));
    const other = await call(manager(), 'PUT', '/alarm-rules/rule-new', rule(['air-own', 'air-nowhere']));
    expect(plain(one.body, { id: 'air-foreign' })).toEqual(plain(other.body, { id: 'air-nowhere' }));
    expect(one.status).toBe(422);
    expect((await call(manager(), 'PUT', '/alarm-rules/rule-new', rule(['air-own']))).status).toBe(200);
    expect(
      (await call(manager(), 'POST', '/alarm-rules/rule-foreign/retirement', { reason: 'x' })).status,
    ).toBe(404);
  });

  it('H3 a device, a name or a gateway in use elsewhere is refused without revealing where', async () => {
    await must(province, 'PUT', '/devices/air-foreign/wire-settings', FROM_HERE);
    await must(province, 'POST', '/devices/air-foreign/aliases', { standard: 'hj212', id: '88888880000001' });
    const again = await call(manager(), 'POST', '/devices', device('air-foreign', IN_DATONG));
    expect([again.status, again.body.code]).toEqual([409, 'deviceExists']);
    const alias = { aliases: [{ standard: 'hj212', id: '88888880000001' }], wireSettings: FROM_HERE };
    const named = await call(manager(), 'POST', '/devices', device('air-new', IN_DATONG, alias));
    expect([named.status, named.body.code]).toEqual([409, 'aliasTaken']);
    for (const { body } of [again, named]) {
      const { instance: _instance, detail, ...rest } = body;
      expect(JSON.stringify(rest)).not.toMatch(/air-foreign|1401/);
      expect(String(detail)).not.toContain(FOREIGN);
    }
    const gateway = (gatewayId: string) =>
      call(manager(), 'POST', '/devices', device('air-g', IN_DATONG, { gatewayId }));
    const [one, other] = [await gateway('air-foreign'), await gateway('air-nowhere')];
    expect(plain(one.body, { id: 'air-foreign' })).toEqual(plain(other.body, { id: 'air-nowhere' }));
  });
});

describe('people of two cities', () => {
  const roleIn = (divisionCode: string) => ({ role: 'acceptor', divisionCode });
  for (const [home, guest] of [
    [FOREIGN, OWN],
    [OWN, FOREIGN],
  ] as const)
    it(`H4 a person of ${home} stays managed there, whatever role ${guest} gives`, async () => {
      const homeAdministrator = await signInAs(`administrator.${home}`);
      const guestAdministrator = await signInAs(`administrator.${guest}`);
      const homeSecurity = await signInAs(`securityadministrator.${home}`);
      const guestSecurity = await signInAs(`securityadministrator.${guest}`);
      const made = await must(homeAdministrator, 'POST', '/users', {
        loginName: `chief.${home}`,
        displayName: '张三',
        password: 'Fenhe-River-2026-Long',
        homeDivision: home,
      });
      const path = `/users/${made.userId}`;
      await must(homeSecurity, 'POST', `${path}/assignments`, { role: 'leader', divisionCode: home });
      // Unknown to the others, who therefore cannot give any role.
      for (const answer of [
        await call(guestAdministrator, 'GET', path),
        await call(guestSecurity, 'GET', path),
        await call(guestSecurity, 'POST', `${path}/assignments`, roleIn(guest)),
        await call(guestAdministrator, 'POST', `${path}/disabling`, { reason: 'x' }),
      ])
        expect([answer.status, answer.body.code]).toEqual([404, 'userNotFound']);
      await must(security, 'POST', `${path}/assignments`, roleIn(guest));

      const divisionsSeenBy = async (token: string) =>
        ((await must(token, 'GET', path)).assignments as { divisionCode: string }[]).map(
          (each) => each.divisionCode,
        );
      for (const token of [guestAdministrator, guestSecurity])
        expect(await divisionsSeenBy(token)).toEqual([guest]);
      const given = await must(guestSecurity, 'POST', `${path}/assignments`, roleIn(guest));
      expect(JSON.stringify(given)).not.toContain(`"${home}"`);
      expect((await call(guestAdministrator, 'POST', `${path}/disabling`, { reason: 'x' })).status).toBe(403);
      const [homeRole] = (await must(homeAdministrator, 'GET', path)).assignments as {
        assignmentId: string;
      }[];
      const rolePath = `${path}/assignments/${homeRole!.assignmentId}`;
      const foreignRevoke = await call(guestSecurity, 'DELETE', rolePath);
      expect([foreignRevoke.status, foreignRevoke.body.code]).toEqual([404, 'assignmentNotFound']);

      // The home administrators still manage the person, and see nothing of the other city.
      for (const token of [homeAdministrator, homeSecurity])
        expect(await divisionsSeenBy(token)).toEqual([home]);
      await must(homeAdministrator, 'POST', `${path}/disabling`, { reason: '离岗' });
      await must(homeAdministrator, 'POST', `${path}/enabling`, { reason: '返岗' });
      await must(homeSecurity, 'DELETE', rolePath);
    });

  it('L5 a role in a division or department that does not exist is refused', async () => {
    const give = (role: object) =>
      call(security, 'POST', `/users/${foreign.userId}/assignments`, { role: 'handler', ...role });
    expect((await give({ divisionCode: '149999' })).body).toMatchObject({
      status: 422,
      code: 'unknownDivision',
    });
    expect((await give({ divisionCode: FOREIGN, departmentId: 'dep-nowhere' })).body).toMatchObject({
      status: 422,
      code: 'unknownDepartment',
    });
    const registered = await call(
      province,
      'POST',
      '/devices',
      device('air-dep', IN_DATONG, { departmentId: 'dep-nowhere' }),
    );
    expect(registered.body).toMatchObject({ status: 422, code: 'unknownDepartment' });
  });

  it('L5 a report may name only sources that fit the reporter’s role', async () => {
    const report = (source: string, role: string) =>
      call(tokens.get(role), 'POST', '/cases', { source, description: '垃圾堆放', location: IN_DATONG });
    for (const source of ['leader', 'sensorAlarm', 'videoAnalytics', 'hotline12345'])
      expect((await report(source, 'gridWorker')).body, source).toMatchObject({
        status: 403,
        code: 'sourceNotAllowed',
      });
    expect((await report('sensorAlarm', 'acceptor')).status).toBe(403);
    expect((await report('hotline12345', 'acceptor')).status).toBe(201);
    expect((await report('gridWorker', 'gridWorker')).status).toBe(201);
  });
});

describe('dead letters', () => {
  it('H2 people see dead letters of devices that they manage; those of unknown senders need the whole province', async () => {
    const manager = tokens.get('deviceManager')!;
    const list = async (token: string, query = '') =>
      ((await must(token, 'GET', `/rejected${query}`)).items as { rejectionId: string }[]).map(
        (each) => each.rejectionId,
      );
    expect(await list(manager, '?device=air-foreign')).toEqual([]);
    expect(await list(manager)).toEqual([]);
    expect(await list(province)).toContain(foreign.rejectionId);
    const payload = '{"observedAt":"2026-11-28T08:19:48Z","values":{"pm25":499}}';
    for (const [step, body] of [
      ['replay', { payload }],
      ['discard', { reason: 'x' }],
    ] as const) {
      const one = await call(manager, 'POST', `/rejected/${foreign.rejectionId}/${step}`, body);
      expect([one.status, one.body.code]).toEqual([404, 'notFound']);
    }
    expect(((await must(manager, 'GET', '/board')).rejected as { open: number }).open).toBe(0);
  });

  it('L3 the board counts only the open dead letters that the person may read', async () => {
    expect(((await must(province, 'GET', '/board')).rejected as { open: number }).open).toBeGreaterThan(0);
    expect((await must(tokens.get('acceptor'), 'GET', '/board')).rejected).toBeNull();
  });

  it('H2 a replayed dead letter records the person who replayed it', async () => {
    const payload = '{"observedAt":"2026-11-28T08:19:48Z","values":{"pm25":49}}';
    await must(province, 'POST', `/rejected/${foreign.rejectionId}/replay`, { payload });
    const { items } = await must(province, 'GET', '/devices/air-foreign/readings');
    const [reading] = items as { replayedBy?: string; values: { pm25: number } }[];
    expect(reading).toMatchObject({ values: { pm25: 49 }, replayedBy: expect.any(String) });
    const [event] = await product.server.core.store.readStream('reading-air-foreign', {
      direction: 'backwards',
      limit: 1,
    });
    expect(event!.meta).toMatchObject({
      actor: `user:${reading!.replayedBy}`,
      causationId: foreign.rejectionId,
    });
  });
});

describe('attachments', () => {
  const photo = async (token: string, seed: number) => {
    const form = new FormData();
    const bytes = Uint8Array.from([...PNG, ...Array.from({ length: 8 }, (_, n) => (seed * 31 + n) % 256)]);
    form.append('photo', new File([bytes], 'a.png', { type: 'image/png' }));
    const response = await fetch(`${product.baseUrl}/api/v1/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    const body = (await response.json()) as { items: { digest: string }[] };
    return body.items[0]!.digest;
  };
  const report = (token: string, location: { lon: number; lat: number }, photos: string[]) =>
    call(token, 'POST', '/cases', { description: '照片', location, photos });

  it('of several cases asked for in full, those of another city are left out', async () => {
    const report = { description: '路灯不亮', location: IN_DATONG };
    const { caseId } = await must(tokens.get('gridWorker'), 'POST', '/cases', report);
    const acceptor = tokens.get('acceptor');
    const inFull = (ids: readonly string[]) =>
      call(acceptor, 'GET', `/cases/in-full?cases=${ids.map(encodeURIComponent).join(',')}`);
    const hostile = ["' or 1=1 --", '%', '../in-full', '__proto__', '<b>'];
    const { status, body } = await inFull([foreign.caseId!, caseId as string, ...hostile, caseId as string]);
    expect(status).toBe(200);
    const single = await call(acceptor, 'GET', `/cases/${caseId}`);
    expect(body.items).toMatchObject([
      { case: { caseId, steps: single.body.steps }, etag: single.headers.get('etag') },
    ]);
    expect((await inFull([foreign.caseId!])).body.items).toEqual([]);
    for (const ids of [[], [''], ['x'.repeat(65)], ['\0'], Array.from({ length: 51 }, (_, n) => `case-${n}`)])
      expect((await inFull(ids)).status, JSON.stringify(ids).slice(0, 40)).toBe(400);
  });

  it('M7 naming a foreign attachment gives no access: it is refused like one that does not exist', async () => {
    const [mine, theirs] = [tokens.get('gridWorker')!, await signInAs(`gridworker.${FOREIGN}`)];
    const [ofMine, ofTheirs] = [await photo(mine, 1), await photo(theirs, 2)];
    await must(theirs, 'POST', '/cases', { description: '照片', location: IN_TAIYUAN, photos: [ofTheirs] });
    await must(mine, 'POST', '/cases', { description: '照片', location: IN_DATONG, photos: [ofMine] });
    await product.settle();
    const nowhere = '0'.repeat(ofMine.length);
    for (const [token, location, digest] of [
      [mine, IN_DATONG, ofTheirs],
      [theirs, IN_TAIYUAN, ofMine],
    ] as const) {
      const one = await report(token, location, [digest]);
      const other = await report(token, location, [nowhere]);
      expect([one.status, one.body.code]).toEqual([422, 'unknownAttachment']);
      expect(plain(one.body, { digest })).toEqual(plain(other.body, { digest: nowhere }));
    }
    // Somebody else's upload that is not attached to anything yet is unknown; a colleague's on a visible case is not.
    expect((await report(theirs, IN_TAIYUAN, [await photo(mine, 3)])).status).toBe(422);
    expect((await report(tokens.get('acceptor')!, IN_DATONG, [ofMine])).status).toBe(201);
  });
});
