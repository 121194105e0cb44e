import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';
import { rebuildBeside } from '../testing/rebuild-comparison.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(async () => {
  await product.stop();
});

const at = (secondsAgo: number): string => new Date(Date.now() - secondsAgo * 1000).toISOString();

const define = async (departmentId: string) => {
  const admin = await product.signIn('administrator');
  const body = { name: departmentId, divisionCode: '1401', bodies: [] };
  expect((await product.call(admin, 'PUT', `/api/v1/departments/${departmentId}`, body)).status).toBe(200);
};

describe('the main job', () => {
  it('turns a reading into an alarm, the alarm into a case, and people close the case', async () => {
    const secret = await product.addDevice('air-main', 'air-station');
    await define('ecology');
    const device = await product.connect('air-main', secret);
    const send = (values: Record<string, number>, secondsAgo: number) =>
      device.publishAsync(
        'yw/v1/air-main/telemetry',
        JSON.stringify({ observedAt: at(secondsAgo), values }),
        { qos: 1 },
      );
    await send({ pm25: 150 }, 60);
    await send({ pm25: 155 }, 40);
    await product.settle();

    const acceptor = await product.signIn('acceptor', '1401');
    const alarms = await product.call(acceptor, 'GET', '/api/v1/alarms?device=air-main');
    expect(alarms.body.items).toMatchObject([
      { ruleId: 'air-pm25-high', state: 'active', value: 155, unit: 'µg/m³' },
    ]);
    const [task] = (await product.call(acceptor, 'GET', '/api/v1/tasks')).body.items;
    expect(task).toMatchObject({ stage: 'reported', deviceId: 'air-main', matterCode: 'event-S1-01' });
    const id = task!.caseId as string;
    expect(task!.caseNumber).toMatch(/^140106-\d{8}-\d{5}$/);

    // A further alarm of the same rule and device joins the open case.
    await send({ pm25: 60 }, 30);
    await send({ pm25: 150 }, 25);
    await send({ pm25: 150 }, 10);
    await product.settle();
    const joined = await product.call(acceptor, 'GET', `/api/v1/cases/${id}`);
    expect(joined.body.alarmIds).toHaveLength(2);
    expect(joined.body.openAlarmIds).toHaveLength(1);
    for (const alarmId of joined.body.alarmIds as string[]) {
      const ofAlarm = await product.call(acceptor, 'GET', `/api/v1/cases?alarm=${alarmId}`);
      expect(ofAlarm.body.items.map((each) => each.caseId)).toEqual([id]);
    }
    expect((await product.call(acceptor, 'GET', '/api/v1/cases?alarm=none')).body.items).toEqual([]);

    const [leader, dispatcher, manager, worker] = await Promise.all([
      product.signIn('shiftLeader', '1401'),
      product.signIn('dispatcher', '1401'),
      product.signIn('departmentManager', '1401', 'ecology'),
      product.signIn('gridWorker', '1401'),
    ]);
    const step = (token: string, resource: string, body: unknown) =>
      product.call(token, 'POST', `/api/v1/cases/${id}/${resource}`, body);
    expect(await step(acceptor, 'acceptance', { opinion: '属实' })).toMatchObject({
      status: 200,
      body: { stage: 'accepted' },
    });
    expect(await step(leader, 'filing', { opinion: '立案' })).toMatchObject({
      status: 422,
      body: { code: 'filingStandardMissing' },
    });
    const rows = await product.call(
      leader,
      'GET',
      '/api/v1/filing-standards/sensing/rows?matter=event-S1-01',
    );
    const filing = { opinion: '立案', standardId: 'sensing', rowId: rows.body.items[0]!.rowId };
    expect(await step(leader, 'filing', filing)).toMatchObject({ body: { stage: 'filed' } });
    const dispatched = await step(dispatcher, 'dispatch', { opinion: '请处置', departmentId: 'ecology' });
    expect(dispatched.body.stage).toBe('dispatched');
    // The row's limit is four urgent hours: on the wall clock from the dispatch on.
    const hours = (Date.parse(dispatched.body.deadline as string) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(3.9);
    expect(hours).toBeLessThanOrEqual(4);
    expect(await step(manager, 'handling', {})).toMatchObject({ body: { stage: 'handling' } });
    await send({ pm25: 50 }, 5);
    await product.settle();
    expect(await step(manager, 'feedback', { result: '已处置' })).toMatchObject({
      body: { stage: 'checking' },
    });
    expect(await step(worker, 'check', { passed: true, opinion: '已解决' })).toMatchObject({
      body: { stage: 'closing' },
    });
    expect(await step(leader, 'closure', { opinion: '结案' })).toMatchObject({ body: { stage: 'closed' } });

    const timeline = await product.call(leader, 'GET', `/api/v1/cases/${id}/timeline`);
    expect(timeline.body.items.map(({ type }) => type)).toEqual([
      'CaseReported',
      'CaseAlarmCleared',
      'CaseAlarmAttached',
      'CaseAccepted',
      'CaseFiled',
      'CaseDispatched',
      'CaseHandlingStarted',
      'CaseAlarmCleared',
      'CaseFeedbackGiven',
      'CaseChecked',
      'CaseClosed',
    ]);
    const board = await product.call(leader, 'GET', '/api/v1/board?division=1401');
    expect(board.body.totals).toMatchObject({ open: 0, closed: 1 });

    // After its end a new alarm opens a new case.
    await send({ pm25: 150 }, 4);
    await send({ pm25: 150 }, -9);
    await product.settle();
    const open = await product.call(acceptor, 'GET', '/api/v1/cases?open=true&device=air-main');
    expect(open.body.items).toHaveLength(1);
    expect(open.body.items[0]!.caseId).not.toBe(id);
    await device.endAsync();
  });

  it('gives cases that are reported simultaneously distinct, dense numbers', async () => {
    const worker = await product.signIn('gridWorker', '1401');
    const report = { description: '井盖缺失', location: { lon: 112.49, lat: 37.94, address: '某路口' } };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => product.call(worker, 'POST', '/api/v1/cases', report)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    const serials = answers
      .map(({ body }) => Number((body.caseNumber as string).slice(-5)))
      .sort((a, b) => a - b);
    expect(serials).toEqual(Array.from({ length: 20 }, (_, n) => serials[0]! + n));
  });

  it('accepts photos with a report, by the content of the file, and shows them to people who may see the case', async () => {
    const worker = await product.signIn('gridWorker', '1401');
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const send = async (bytes: Uint8Array) => {
      const form = new FormData();
      form.set('report', JSON.stringify({ description: '暴露垃圾', location: YINGZE }));
      form.append('photo', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' }), 'a.png');
      const response = await fetch(`${product.baseUrl}/api/v1/cases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${worker}` },
        body: form,
      });
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    };
    expect(await send(Buffer.from('<script>'))).toMatchObject({
      status: 415,
      body: { code: 'unsupportedMediaType' },
    });
    const reported = await send(png);
    expect(reported.status).toBe(201);
    const timeline = await product.call(worker, 'GET', `/api/v1/cases/${reported.body.caseId}/timeline`);
    const [photo] = (timeline.body.items[0]!.data as { photos: { digest: string; size: number }[] }).photos;
    expect(photo!.size).toBe(png.length);
    const url = `${product.baseUrl}/api/v1/cases/${reported.body.caseId}/photos/${photo!.digest}`;
    const shown = await fetch(url, { headers: { authorization: `Bearer ${worker}` } });
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(png);
    const elsewhere = await product.signIn('gridWorker', '1402');
    expect((await fetch(url, { headers: { authorization: `Bearer ${elsewhere}` } })).status).toBe(404);
  });

  it('streams events and resumes after Last-Event-ID', async () => {
    const leader = await product.signIn('leader', '1401');
    const worker = await product.signIn('gridWorker', '1401');
    const open = async (lastEventId?: string) => {
      const response = await fetch(`${product.baseUrl}/api/v1/stream`, {
        headers: {
          authorization: `Bearer ${leader}`,
          ...(lastEventId ? { 'last-event-id': lastEventId } : {}),
        },
      });
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      let buffer = '';
      return {
        async until(wanted: (text: string) => boolean): Promise<string> {
          while (!wanted(buffer)) buffer += (await reader.read()).value ?? '';
          return buffer;
        },
        cancel: () => reader.cancel(),
      };
    };
    const report = () =>
      product.call(worker, 'POST', '/api/v1/cases', { description: '路灯不亮', location: YINGZE });
    const stream = await open();
    await stream.until((text) => text.includes('event: hello'));
    const first = await report();
    const text = await stream.until((seen) => seen.includes(first.body.caseNumber as string));
    expect(text).toContain('event: case');
    await stream.cancel();
    const id = [...text.matchAll(/^id: (\d+)$/gm)].at(-1)![1]!;
    const second = await report();
    const resumed = await open(id);
    const rest = await resumed.until((seen) => seen.includes(second.body.caseNumber as string));
    expect(rest).not.toContain('event: reset');
    await resumed.cancel();
  });

  it('shows a device going offline when its connection is lost, and ignores the will of an earlier start', async () => {
    const secret = await product.addDevice('air-presence', 'air-station');
    const manager = await product.signIn('deviceManager');
    const presence = async () =>
      (await product.call(manager, 'GET', '/api/v1/devices/air-presence')).body.presence;
    const topic = 'yw/v1/air-presence/status';
    const will = (bootId: string) => ({
      will: {
        topic,
        payload: Buffer.from(JSON.stringify({ state: 'offline', bootId })),
        qos: 1 as const,
        retain: true,
      },
    });
    const birth = (bootId: string) => JSON.stringify({ state: 'online', bootId });
    const first = await product.connect('air-presence', secret, will('boot-1'));
    await first.publishAsync(topic, birth('boot-1'), { qos: 1, retain: true });
    await product.settle();
    expect(await presence()).toBe('online');
    const second = await product.connect('air-presence', secret, {
      ...will('boot-2'),
      clientId: 'air-presence-2',
    });
    await second.publishAsync(topic, birth('boot-2'), { qos: 1, retain: true });
    const closed = new Promise((resolve) => first.once('close', () => resolve(undefined)));
    first.stream.destroy();
    await closed;
    await second.publishAsync(
      'yw/v1/air-presence/telemetry',
      JSON.stringify({ observedAt: at(1), values: { pm25: 1 } }),
      { qos: 1 },
    );
    await product.settle();
    expect(await presence()).toBe('online');
    second.stream.destroy();
    await expect.poll(presence, { timeout: 5000 }).toBe('offline');
  });

  it('works over WebSocket as well', async () => {
    const secret = await product.addDevice('air-ws', 'air-station');
    const { connectAsync } = await import('mqtt');
    const device = await connectAsync(`${product.baseUrl.replace('http', 'ws')}/mqtt`, {
      protocolVersion: 4,
      clientId: 'air-ws',
      username: 'air-ws',
      password: secret,
      reconnectPeriod: 0,
    });
    await device.publishAsync(
      'yw/v1/air-ws/telemetry',
      JSON.stringify({ observedAt: at(1), values: { pm25: 12 } }),
      { qos: 1 },
    );
    const manager = await product.signIn('deviceManager');
    const readings = await product.call(manager, 'GET', '/api/v1/devices/air-ws/readings');
    expect(readings.body.items).toMatchObject([{ deviceId: 'air-ws', values: { pm25: 12 } }]);
    await device.endAsync();
  });

  it('rebuilds every read model to the same rows', async () => {
    for (const { name, live, rebuilt } of await rebuildBeside(product)) expect(rebuilt, name).toEqual(live);
    // The server continues with the new tables.
    const device = await product.addDevice('air-after', 'air-station');
    expect(device).toMatch(/\w/);
  });
});
