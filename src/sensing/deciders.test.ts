import { describe, expect, it } from 'vitest';
import { fold } from '../commands/decider.ts';
import { alarmDecider } from './alarms/decider.ts';
import { type AliasCommand, aliasDecider, normalAlias } from './device/alias.ts';
import { type DeviceAlias, type DeviceCommand, deviceDecider, type WireSetup } from './device/decider.ts';
import { hashSecret, verifySecret } from './device/secret.ts';
import type {
  AlarmEvent,
  AlarmRaised,
  AliasEvent,
  DeviceEvent,
  DeviceRegistered,
  PresenceEvent,
} from './events.ts';
import { presenceDecider } from './presence/presence.ts';

const AT = '2026-03-01T08:00:00.000Z';

describe('a name in a wire standard', () => {
  const name = { standard: 'sl651', aliasId: '0012345678' } as const;
  const held: AliasEvent = { type: 'DeviceAliasReserved', data: { ...name, deviceId: 'river-1' } };
  const freed: AliasEvent = { type: 'DeviceAliasReleased', data: { ...name, deviceId: 'river-1' } };
  const when = (given: AliasEvent[], type: AliasCommand['type'], deviceId: string) =>
    aliasDecider.decide({ type, ...name, deviceId }, fold(aliasDecider, given));

  it('belongs to one device until that device releases it', () => {
    expect(when([], 'ReserveAlias', 'river-1')).toEqual({ ok: true, events: [held] });
    expect(when([held], 'ReserveAlias', 'river-1')).toEqual({ ok: true, events: [] });
    expect(when([held], 'ReserveAlias', 'river-2')).toMatchObject({
      ok: false,
      refusal: { code: 'aliasTaken', message: '标识 0012345678 已被占用' },
    });
    expect(when([held], 'ReleaseAlias', 'river-2')).toEqual({ ok: true, events: [] });
    expect(when([held], 'ReleaseAlias', 'river-1')).toEqual({ ok: true, events: [freed] });
    expect(when([held, freed], 'ReserveAlias', 'river-2')).toMatchObject({ ok: true, events: [{}] });
  });

  it('is compared in upper case if it is hex, and as sent if it is an MN', () => {
    expect(normalAlias('sl651', '00aabbccdd')).toBe('00AABBCCDD');
    expect(normalAlias('sl651', '00aabbccd')).toBeUndefined();
    expect(normalAlias('gb26875', '0000000000a1')).toBe('0000000000A1');
    expect(normalAlias('hj212', 'chang000003')).toBe('chang000003');
    expect(normalAlias('hj212', 'a;b')).toBeUndefined();
  });
});

describe('device', () => {
  const data: DeviceRegistered['data'] = {
    deviceId: 'air-1',
    name: '迎泽空气站',
    modelId: 'air-station',
    location: { lon: 112.58, lat: 37.86 },
    divisionCode: '140106',
    gridCode: null,
    departmentId: null,
    secretHash: 'h',
    reportIntervalSeconds: 60,
    synthetic: false,
  };
  const registered: DeviceEvent = { type: 'DeviceRegistered', data };
  const retired: DeviceEvent = { type: 'DeviceRetired', data: { deviceId: 'air-1', reason: '拆除' } };
  const when = (given: DeviceEvent[], command: DeviceCommand) =>
    deviceDecider.decide(command, fold(deviceDecider, given));
  const rotate: DeviceCommand = { type: 'RotateDeviceSecret', deviceId: 'air-1', secretHash: 'h2' };
  const retire: DeviceCommand = { type: 'RetireDevice', deviceId: 'air-1', reason: '拆除' };
  const refusal = (code: string) => ({ ok: false, refusal: { code } });

  it('may be behind a gateway, which is another device', () => {
    const register = (gatewayId: string) =>
      deviceDecider.decide(
        { type: 'RegisterDevice', data: { ...data, gatewayId } },
        deviceDecider.initialState,
      );
    expect(register('edge-1')).toMatchObject({ ok: true, events: [{ data: { gatewayId: 'edge-1' } }] });
    for (const gatewayId of ['air-1', 'Edge 1'])
      expect(register(gatewayId)).toMatchObject({ ok: false, refusal: { code: 'gatewayInvalid' } });
  });

  it('is registered, gets another secret, is retired', () => {
    expect(when([], { type: 'RegisterDevice', data })).toEqual({ ok: true, events: [registered] });
    expect(when([registered], rotate)).toEqual({
      ok: true,
      events: [{ type: 'DeviceSecretRotated', data: { deviceId: 'air-1', secretHash: 'h2' } }],
    });
    expect(when([registered], retire)).toEqual({ ok: true, events: [retired] });
  });

  it('is registered once, and after its retirement nothing happens to it', () => {
    expect(when([registered], { type: 'RegisterDevice', data })).toMatchObject(refusal('deviceExists'));
    expect(when([registered, retired], { type: 'RegisterDevice', data })).toMatchObject(
      refusal('deviceExists'),
    );
    for (const command of [rotate, retire]) {
      expect(when([], command)).toMatchObject(refusal('deviceUnknown'));
      expect(when([registered, retired], command)).toMatchObject(refusal('deviceRetired'));
    }
  });

  it('is renamed, moved and given to another department, each once', () => {
    const renamed: DeviceEvent = { type: 'DeviceRenamed', data: { deviceId: 'air-1', name: '柳巷空气站' } };
    const place = { location: { lon: 112.6, lat: 37.9 }, divisionCode: '140107', gridCode: null };
    const moved: DeviceEvent = { type: 'DeviceMoved', data: { deviceId: 'air-1', ...place } };
    const given: DeviceEvent = {
      type: 'DeviceDepartmentChanged',
      data: { deviceId: 'air-1', departmentId: 'ecology' },
    };
    const rename: DeviceCommand = { type: 'RenameDevice', ...renamed.data };
    const move: DeviceCommand = { type: 'MoveDevice', ...moved.data };
    const give: DeviceCommand = { type: 'ChangeDeviceDepartment', ...given.data };
    expect(when([registered], rename)).toEqual({ ok: true, events: [renamed] });
    expect(when([registered], move)).toEqual({ ok: true, events: [moved] });
    expect(when([registered], give)).toEqual({ ok: true, events: [given] });
    for (const command of [rename, move, give])
      expect(when([registered, renamed, moved, given], command)).toEqual({ ok: true, events: [] });
    expect(when([registered], { ...rename, name: ' ' })).toMatchObject({
      ok: false,
      refusal: { code: 'deviceNameInvalid' },
    });
    expect(when([registered, retired], move)).toMatchObject({ refusal: { code: 'deviceRetired' } });
    expect(when([], give)).toMatchObject({ refusal: { code: 'deviceUnknown' } });
  });

  it('gets and loses names in the wire standards, with its registration or later', () => {
    const alias = { standard: 'hj212', aliasId: 'MN1' } as const;
    const wire = { settings: { minuteInterval: 5 }, passwordHash: 'p', sealedSm4Key: null };
    const added: DeviceEvent = { type: 'DeviceAliasAdded', data: { deviceId: 'air-1', ...alias } };
    const changed: DeviceEvent = { type: 'DeviceWireSettingsChanged', data: { deviceId: 'air-1', ...wire } };
    expect(when([], { type: 'RegisterDevice', data, aliases: [alias], wire })).toEqual({
      ok: true,
      events: [registered, added, changed],
    });
    const add: DeviceCommand = { type: 'AddDeviceAlias', deviceId: 'air-1', ...alias };
    const remove: DeviceCommand = { type: 'RemoveDeviceAlias', deviceId: 'air-1', ...alias };
    const removed: DeviceEvent = { type: 'DeviceAliasRemoved', data: { deviceId: 'air-1', ...alias } };
    expect(when([registered], add)).toEqual({ ok: true, events: [added] });
    expect(when([registered, added], add)).toEqual({ ok: true, events: [] });
    // A retired device releases its name and gets none.
    expect(when([registered, added, retired], remove)).toEqual({ ok: true, events: [removed] });
    expect(when([registered, retired], add)).toMatchObject(refusal('deviceRetired'));
    expect(when([registered, added, removed], remove)).toMatchObject(refusal('aliasUnknown'));
    const invalid = { ...add, standard: 'sl651', aliasId: '00aabbccdd' } as const;
    expect(when([registered], invalid)).toMatchObject(refusal('aliasInvalid'));
    expect(when([registered], { type: 'ChangeDeviceWireSettings', deviceId: 'air-1', wire })).toEqual({
      ok: true,
      events: [changed],
    });
  });

  it('gets an alias only with proof of the sender, where that is required', () => {
    const deviceId = 'air-1';
    const proof = 'required';
    const mn = { standard: 'hj212', aliasId: 'MN1' } as const;
    const fire = { standard: 'gb26875', aliasId: '0000000000A1' } as const;
    const wire = (passwordHash: string | null, settings: object = {}) => ({
      settings,
      passwordHash,
      sealedSm4Key: null,
    });
    const networks = wire(null, { sourceNetworks: ['10.1.0.0/16'] });
    const missing = refusal('wireAuthenticationMissing');
    const add: DeviceCommand = { type: 'AddDeviceAlias', deviceId, ...mn, proof };
    const change = (to: WireSetup): DeviceCommand => ({
      type: 'ChangeDeviceWireSettings',
      deviceId,
      wire: to,
      proof,
    });
    const set = (to: WireSetup): DeviceEvent => ({
      type: 'DeviceWireSettingsChanged',
      data: { deviceId, ...to },
    });
    const named: DeviceEvent = { type: 'DeviceAliasAdded', data: { deviceId, ...mn } };
    const register = (aliases: readonly DeviceAlias[], to?: WireSetup) =>
      when([], { type: 'RegisterDevice', data, aliases, wire: to, proof });

    expect(register([mn])).toMatchObject(missing);
    expect(register([mn], wire(null))).toMatchObject(missing);
    expect(register([mn, fire], wire('p'))).toMatchObject(missing);
    expect(register([mn], wire('p'))).toMatchObject({ ok: true });
    expect(register([mn, fire], networks)).toMatchObject({ ok: true });
    expect(register([])).toMatchObject({ ok: true });

    expect(when([registered], add)).toMatchObject(missing);
    expect(when([registered, set(wire('p'))], add)).toEqual({ ok: true, events: [named] });
    expect(when([registered, retired], add)).toMatchObject(refusal('deviceRetired'));

    // Nor can it be removed again, however soon after the name was assigned.
    expect(when([registered, set(wire('p')), named], change(wire(null)))).toMatchObject(missing);
    expect(when([registered, set(wire('p')), named], change(networks))).toMatchObject({ ok: true });
    expect(when([registered], change(wire(null)))).toMatchObject({ ok: true });
  });

  it.each([
    [{ deviceId: 'Air-1' }, 'deviceIdInvalid'],
    [{ deviceId: 'a/b' }, 'deviceIdInvalid'],
    [{ deviceId: '+' }, 'deviceIdInvalid'],
    [{ deviceId: 'a'.repeat(65) }, 'deviceIdInvalid'],
    [{ name: '  ' }, 'deviceNameInvalid'],
    [{ name: 'x'.repeat(101) }, 'deviceNameInvalid'],
    [{ reportIntervalSeconds: 0 }, 'reportIntervalInvalid'],
    [{ reportIntervalSeconds: Number.NaN }, 'reportIntervalInvalid'],
  ])('refuses %o as %s', (change, code) => {
    expect(when([], { type: 'RegisterDevice', data: { ...data, ...change } })).toMatchObject(refusal(code));
  });

  it.each(['', ' ', 'x'.repeat(501)])('requires a retirement reason, not %j', (reason) => {
    expect(when([registered], { type: 'RetireDevice', deviceId: 'air-1', reason })).toMatchObject(
      refusal('reasonMissing'),
    );
  });

  it('knows its secret by a keyed hash', () => {
    const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const hash = hashSecret(key, 'secret');
    expect(verifySecret(key, 'secret', hash)).toBe(true);
    expect(verifySecret(key, 'secreT', hash)).toBe(false);
    expect(verifySecret(other, 'secret', hash)).toBe(false);
    expect(verifySecret(key, 'secret', '')).toBe(false);
  });
});

describe('presence', () => {
  const online = (bootId: string): PresenceEvent => ({
    type: 'DeviceWentOnline',
    data: { deviceId: 'air-1', bootId, at: AT, connection: null },
  });
  const offline = (bootId: string, cause: 'will' | 'announced' = 'announced'): PresenceEvent => ({
    type: 'DeviceWentOffline',
    data: { deviceId: 'air-1', bootId, at: AT, cause, connection: null },
  });
  const when = (
    given: PresenceEvent[],
    state: 'online' | 'offline',
    bootId: string,
    cause: 'will' | 'announced' = 'announced',
  ) =>
    presenceDecider.decide(
      { deviceId: 'air-1', status: { state, bootId }, at: AT, cause, connection: null },
      fold(presenceDecider, given),
    );

  it.each([
    ['the first birth', [], 'online', 'b1', [online('b1')]],
    ['the same birth again', [online('b1')], 'online', 'b1', []],
    ['a birth after a new start', [online('b1')], 'online', 'b2', [online('b2')]],
    ['the farewell', [online('b1')], 'offline', 'b1', [offline('b1')]],
    ['a second farewell', [online('b1'), offline('b1')], 'offline', 'b1', []],
    ['the late will of an earlier start', [online('b1'), online('b2')], 'offline', 'b1', []],
    ['a farewell of a device never seen', [], 'offline', 'b1', [offline('b1')]],
    ['a return', [online('b1'), offline('b1')], 'online', 'b1', [online('b1')]],
  ] as const)('%s', (_what, given, state, bootId, events) => {
    expect(when([...given], state, bootId)).toEqual({ ok: true, events });
  });

  it('records whether the device announced going offline or the broker found it gone', () => {
    expect(when([online('b1')], 'offline', 'b1', 'will')).toEqual({
      ok: true,
      events: [offline('b1', 'will')],
    });
  });
});

describe('alarm', () => {
  const data = { alarmId: 'a1', ruleId: 'r1', deviceId: 'air-1' } as unknown as AlarmRaised['data'];
  const raised: AlarmEvent = { type: 'AlarmRaised', data };
  const cleared: AlarmEvent = {
    type: 'AlarmCleared',
    data: { alarmId: 'a1', value: 80, observedAt: AT, cause: 'recovered' },
  };
  const acknowledged: AlarmEvent = {
    type: 'AlarmAcknowledged',
    data: { alarmId: 'a1', by: 'u1', opinion: '已派人查看', at: AT },
  };
  const when = (given: AlarmEvent[], command: Parameters<typeof alarmDecider.decide>[0]) =>
    alarmDecider.decide(command, fold(alarmDecider, given));
  const clear = { type: 'ClearAlarm', data: cleared.data } as const;
  const acknowledge = {
    type: 'AcknowledgeAlarm',
    alarmId: 'a1',
    by: 'u1',
    opinion: '已派人查看',
    at: AT,
  } as const;

  it('is raised once', () => {
    expect(when([], { type: 'RaiseAlarm', data })).toEqual({ ok: true, events: [raised] });
    expect(when([raised], { type: 'RaiseAlarm', data })).toMatchObject({
      refusal: { code: 'alarmRaisedAlready' },
    });
  });

  it('is acknowledged and cleared in either order, each once', () => {
    expect(when([raised], clear)).toEqual({ ok: true, events: [cleared] });
    expect(when([raised, acknowledged], clear)).toEqual({ ok: true, events: [cleared] });
    expect(when([raised, cleared], clear)).toEqual({ ok: true, events: [] });
    expect(when([raised], acknowledge)).toEqual({ ok: true, events: [acknowledged] });
    expect(when([raised, cleared], acknowledge)).toEqual({ ok: true, events: [acknowledged] });
    expect(when([raised, acknowledged], acknowledge)).toMatchObject({
      refusal: { code: 'alarmAcknowledgedAlready' },
    });
  });

  it('has to exist, and opinions have a maximum length', () => {
    expect(when([], clear)).toMatchObject({ refusal: { code: 'alarmUnknown' } });
    expect(when([], acknowledge)).toMatchObject({ refusal: { code: 'alarmUnknown' } });
    expect(when([raised], { ...acknowledge, opinion: 'x'.repeat(2001) })).toMatchObject({
      refusal: { code: 'textTooLong' },
    });
  });
});
