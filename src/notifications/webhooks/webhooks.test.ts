import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import { parseNetworks } from '../../platform/networks.ts';
import type { NotificationIssued, WebhookDeliveryEvent } from '../events.ts';
import { deliveryDecider } from './delivery-decider.ts';
import { signedHeaders, webhookSecret } from './signature.ts';
import { mayConnect } from './target-networks.ts';
import { urlProblem, webhookDecider, webhookWants } from './webhook-decider.ts';

describe('the address of a webhook', () => {
  const none = parseNetworks('')!;
  const office = parseNetworks('10.1.0.0/16, fd00:1::/32')!;

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])('is not %s', (address) => {
    expect(mayConnect(address, true, none)).toBe(false);
  });

  it('may be on the public internet, with TLS only', () => {
    expect(mayConnect('8.8.8.8', true, none)).toBe(true);
    expect(mayConnect('2400:3200::1', true, none)).toBe(true);
    expect(mayConnect('8.8.8.8', false, none)).toBe(false);
  });

  it('may be in a private network that the settings allow', () => {
    expect(mayConnect('10.1.2.3', false, office)).toBe(true);
    expect(mayConnect('::ffff:10.1.2.3', false, office)).toBe(true);
    expect(mayConnect('fd00:1::5', false, office)).toBe(true);
    expect(mayConnect('10.2.0.1', true, office)).toBe(false);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', 'host/8', '::/129', '10.0.0.0/x'])('may not be %s', (text) => {
    expect(parseNetworks(text)).toBeUndefined();
  });

  it.each([
    'ftp://a.cn',
    'https://user:pw@a.cn/',
    'not a url',
    'https://a.cn/#x',
    `https://a.cn/${'x'.repeat(2000)}`,
  ])('is not written as %s', (url) => {
    expect(urlProblem(url)).toBeDefined();
  });
});

it('a signature is the HMAC of id, time and body with the bytes of the secret (Standard Webhooks)', () => {
  const secret = webhookSecret(Buffer.alloc(32, 1), 'w1', 1);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(webhookSecret(Buffer.alloc(32, 1), 'w1', 2)).not.toBe(secret);
  expect(webhookSecret(Buffer.alloc(32, 1), 'w2', 1)).not.toBe(secret);
  // The example of the specification's libraries.
  const known = signedHeaders(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1_614_265_330,
    '{"test": 2432232314}',
  );
  expect(known['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  expect(
    createHmac('sha256', Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')).update('x').digest(),
  ).toHaveLength(32);
});

describe('a webhook', () => {
  const data = {
    webhookId: 'w1',
    name: '短信平台',
    url: 'https://sms.example.org/hook',
    kinds: null,
    divisionCode: '1401',
    departmentId: null,
    roles: null,
    at: '2026-11-24T02:00:00.000Z',
  };
  const active = { ...data, secretVersion: 1, status: 'active' } as const;
  const at = '2026-11-24T03:00:00.000Z';
  const decide = webhookDecider.decide;

  it('is registered once, paused, resumed, given new secrets, deleted', () => {
    expect(decide({ type: 'RegisterWebhook', data }, { status: 'none' })).toMatchObject({
      events: [{ type: 'WebhookRegistered', data: { secretVersion: 1 } }],
    });
    expect(decide({ type: 'RegisterWebhook', data }, active)).toMatchObject({
      refusal: { code: 'alreadyExists' },
    });
    expect(decide({ type: 'PauseWebhook', at }, active)).toMatchObject({
      events: [{ type: 'WebhookPaused' }],
    });
    expect(decide({ type: 'ResumeWebhook', at }, active)).toEqual({ ok: true, events: [] });
    expect(decide({ type: 'RotateWebhookSecret', at }, active)).toMatchObject({
      events: [{ data: { secretVersion: 2 } }],
    });
    const deleted = webhookDecider.evolve(active, { type: 'WebhookDeleted', data: { webhookId: 'w1', at } });
    expect(decide({ type: 'ResumeWebhook', at }, deleted)).toMatchObject({
      refusal: { code: 'webhookUnknown' },
    });
  });

  it('gets what every one of its filters lets through', () => {
    const notification = {
      kind: 'alarm',
      divisionCode: '140106',
      departmentId: null,
      roles: ['leader'],
    } as unknown as NotificationIssued['data'];
    expect(webhookWants(data, notification)).toBe(true);
    expect(webhookWants({ ...data, kinds: ['caseLight'] }, notification)).toBe(false);
    expect(webhookWants({ ...data, divisionCode: '1402' }, notification)).toBe(false);
    expect(webhookWants({ ...data, departmentId: 'ecology' }, notification)).toBe(false);
    expect(webhookWants({ ...data, roles: ['leader', 'acceptor'] }, notification)).toBe(true);
    expect(webhookWants({ ...data, roles: ['acceptor'] }, notification)).toBe(false);
    expect(webhookWants(data, { ...notification, divisionCode: null })).toBe(false);
  });
});

describe('a delivery', () => {
  const at = '2026-11-24T03:00:00.000Z';
  const which = { deliveryId: 'd1', webhookId: 'w1' };
  const requested: WebhookDeliveryEvent = {
    type: 'WebhookDeliveryRequested',
    data: { ...which, notificationId: 'n1', userIds: [], at },
  };
  const dead: WebhookDeliveryEvent = {
    type: 'WebhookDeadLettered',
    data: { ...which, attempts: 9, reason: 'answered 500', at },
  };
  const decide = (
    command: Parameters<typeof deliveryDecider.decide>[0],
    ...history: WebhookDeliveryEvent[]
  ) => deliveryDecider.decide(command, fold(deliveryDecider, history));
  const delivered = { type: 'RecordDelivered', attempts: 1, httpStatus: 200, at } as const;

  it('ends once, whichever worker is first', () => {
    expect(decide(delivered, requested)).toMatchObject({ events: [{ type: 'WebhookDelivered' }] });
    expect(decide(delivered, requested, dead)).toEqual({ ok: true, events: [] });
    expect(decide(delivered)).toMatchObject({ refusal: { code: 'deliveryUnknown' } });
  });

  it('begins with a ping, which said twice is one', () => {
    const ping = { type: 'Ping', ...which, at } as const;
    expect(decide(ping)).toEqual({
      ok: true,
      events: [
        { type: 'WebhookDeliveryRequested', data: { ...which, notificationId: null, userIds: [], at } },
      ],
    });
    expect(decide(ping, requested)).toEqual({ ok: true, events: [] });
    expect(decide(ping, requested, dead)).toEqual({ ok: true, events: [] });
  });

  it('restarts on demand, once it has ended', () => {
    expect(decide({ type: 'Redeliver', at }, requested)).toMatchObject({
      refusal: { code: 'deliveryPending' },
    });
    expect(decide({ type: 'Redeliver', at }, requested, dead)).toMatchObject({
      events: [{ type: 'WebhookRedeliveryRequested' }],
    });
  });
});
