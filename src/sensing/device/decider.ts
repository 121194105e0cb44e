import { PROTOCOLS, type WireStandard } from '../../../devices/wire/index.ts';
import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type {
  DeviceDepartmentChanged,
  DeviceEvent,
  DeviceMoved,
  DeviceRegistered,
  DeviceRenamed,
  DeviceWireSettingsChanged,
} from '../events.ts';
import { normalAlias } from './alias.ts';

export const DEVICE_ID = /^[a-z0-9-]{1,64}$/;

export interface DeviceState {
  readonly registered: DeviceRegistered['data'] | null;
  readonly retired: boolean;
  readonly aliases: readonly DeviceAlias[];
  readonly wire: WireSetup | null;
}

/** The device's name in a standard: MN, station address, source address. */
export interface DeviceAlias {
  readonly standard: WireStandard;
  readonly aliasId: string;
}

export type WireSetup = Omit<DeviceWireSettingsChanged['data'], 'deviceId'>;

/**
 * Frames over TCP say who sends them in clear text: with `required`, a device has a name in a standard only together with something
 * that shows it is the device, a password (where the standard's frames carry one) or the networks that it sends from.
 */
interface Proof {
  readonly proof?: 'required' | 'optional';
}

export type DeviceCommand =
  | ({
      readonly type: 'RegisterDevice';
      readonly data: DeviceRegistered['data'];
      readonly aliases?: readonly DeviceAlias[];
      readonly wire?: WireSetup | undefined;
    } & Proof)
  | ({ readonly type: 'AddDeviceAlias'; readonly deviceId: string } & DeviceAlias & Proof)
  | ({ readonly type: 'RemoveDeviceAlias'; readonly deviceId: string } & DeviceAlias)
  | ({
      readonly type: 'ChangeDeviceWireSettings';
      readonly deviceId: string;
      readonly wire: WireSetup;
    } & Proof)
  | { readonly type: 'RotateDeviceSecret'; readonly deviceId: string; readonly secretHash: string }
  | ({ readonly type: 'RenameDevice' } & DeviceRenamed['data'])
  | ({ readonly type: 'MoveDevice' } & DeviceMoved['data'])
  | ({ readonly type: 'ChangeDeviceDepartment' } & DeviceDepartmentChanged['data'])
  | { readonly type: 'RetireDevice'; readonly deviceId: string; readonly reason: string };

export const deviceStream = (deviceId: string): string => `device-${deviceId}`;

const MAX_NAME_LENGTH = 100;
const MAX_REASON_LENGTH = 500;

export const SENSING_REFUSALS = {
  deviceIdInvalid: { status: 422, titleZh: '设备编号无效', titleEn: 'The device id is not valid' },
  deviceNameInvalid: { status: 422, titleZh: '设备名称无效', titleEn: 'The device name is not valid' },
  reportIntervalInvalid: {
    status: 422,
    titleZh: '上报间隔无效',
    titleEn: 'The report interval is not valid',
  },
  deviceExists: { status: 409, titleZh: '设备已登记', titleEn: 'The device is registered already' },
  gatewayInvalid: { status: 422, titleZh: '网关无效', titleEn: 'The gateway is not valid' },
  deviceUnknown: { status: 404, titleZh: '设备不存在', titleEn: 'Device not found' },
  deviceRetired: { status: 409, titleZh: '设备已停用', titleEn: 'The device is retired' },
  reasonMissing: { status: 422, titleZh: '请填写原因', titleEn: 'A reason is needed' },
  aliasInvalid: { status: 422, titleZh: '协议标识无效', titleEn: 'The alias is not valid' },
  aliasTaken: { status: 409, titleZh: '协议标识已被占用', titleEn: 'The alias belongs to another device' },
  wireAuthenticationMissing: {
    status: 422,
    titleZh: '请设置访问密码或来源网段',
    titleEn: 'The device needs a password or a source network',
  },
  aliasUnknown: { status: 404, titleZh: '协议标识不存在', titleEn: 'The device has no such alias' },
} as const;

/** Life of a device: registered once, its secret exchanged as often as needed, retired for good. */
export const deviceDecider: Decider<DeviceState, DeviceCommand, DeviceEvent> = {
  initialState: { registered: null, retired: false, aliases: [], wire: null },
  decide(command, state) {
    if (command.type === 'RegisterDevice') {
      const { data } = command;
      if (!DEVICE_ID.test(data.deviceId))
        return refused('deviceIdInvalid', '设备编号应为 1 至 64 位小写字母、数字或连字符');
      if (!isName(data.name)) return nameInvalid();
      if (!(data.reportIntervalSeconds > 0))
        return refused('reportIntervalInvalid', '上报间隔应为正数（秒）');
      const { gatewayId = null } = data;
      if (gatewayId !== null && (gatewayId === data.deviceId || !DEVICE_ID.test(gatewayId)))
        return refused('gatewayInvalid', '网关应为另一台设备');
      if (state.registered !== null) return refused('deviceExists', `设备 ${data.deviceId} 已登记`);
      const { deviceId } = data;
      const aliases = command.aliases ?? [];
      const invalid = aliases.find((alias) => !isNormal(alias));
      if (invalid !== undefined) return aliasInvalid(invalid);
      const unproven = unprovenName(command, aliases, command.wire ?? null);
      if (unproven !== undefined) return proofMissing(unproven);
      return accepted<DeviceEvent>(
        { type: 'DeviceRegistered', data },
        ...aliases.map((alias) => ({ type: 'DeviceAliasAdded', data: { deviceId, ...alias } }) as const),
        ...(command.wire === undefined
          ? []
          : [{ type: 'DeviceWireSettingsChanged', data: { deviceId, ...command.wire } } as const]),
      );
    }
    if (state.registered === null) return refused('deviceUnknown', `设备 ${command.deviceId} 不存在`);
    if (command.type === 'RemoveDeviceAlias') {
      // Of a retired device too: its successor is to have it.
      const { type: _type, ...data } = command;
      return has(state, command)
        ? accepted({ type: 'DeviceAliasRemoved', data })
        : refused('aliasUnknown', `设备没有标识 ${command.aliasId}`);
    }
    if (state.retired) return refused('deviceRetired', `设备 ${command.deviceId} 已停用`);
    switch (command.type) {
      case 'RotateDeviceSecret':
        return accepted({
          type: 'DeviceSecretRotated',
          data: { deviceId: command.deviceId, secretHash: command.secretHash },
        });
      case 'RenameDevice': {
        const { type: _type, ...data } = command;
        if (!isName(data.name)) return nameInvalid();
        return data.name === state.registered.name ? accepted() : accepted({ type: 'DeviceRenamed', data });
      }
      case 'MoveDevice': {
        const { type: _type, ...data } = command;
        return isAtPlace(state.registered, data) ? accepted() : accepted({ type: 'DeviceMoved', data });
      }
      case 'ChangeDeviceDepartment': {
        const { type: _type, ...data } = command;
        return data.departmentId === state.registered.departmentId
          ? accepted()
          : accepted({ type: 'DeviceDepartmentChanged', data });
      }
      case 'RetireDevice':
        if (command.reason.trim() === '' || command.reason.length > MAX_REASON_LENGTH) {
          return refused('reasonMissing', `停用原因应为 1 至 ${MAX_REASON_LENGTH} 个字符`);
        }
        return accepted({
          type: 'DeviceRetired',
          data: { deviceId: command.deviceId, reason: command.reason },
        });
      case 'AddDeviceAlias': {
        if (!isNormal(command)) return aliasInvalid(command);
        if (has(state, command)) return accepted();
        const unproven = unprovenName(command, [command], state.wire);
        if (unproven !== undefined) return proofMissing(unproven);
        const { deviceId, standard, aliasId } = command;
        return accepted({ type: 'DeviceAliasAdded', data: { deviceId, standard, aliasId } });
      }
      case 'ChangeDeviceWireSettings': {
        const unproven = unprovenName(command, state.aliases, command.wire);
        if (unproven !== undefined) return proofMissing(unproven);
        return accepted({
          type: 'DeviceWireSettingsChanged',
          data: { deviceId: command.deviceId, ...command.wire },
        });
      }
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'DeviceRegistered':
        return { registered: event.data, retired: false, aliases: [], wire: null };
      case 'DeviceSecretRotated':
        return state;
      case 'DeviceRenamed':
      case 'DeviceMoved':
      case 'DeviceDepartmentChanged':
        return { ...state, registered: state.registered && { ...state.registered, ...event.data } };
      case 'DeviceRetired':
        return { ...state, retired: true };
      case 'DeviceAliasAdded': {
        const { standard, aliasId } = event.data;
        return { ...state, aliases: [...state.aliases, { standard, aliasId }] };
      }
      case 'DeviceAliasRemoved':
        return { ...state, aliases: state.aliases.filter((alias) => !isSame(alias, event.data)) };
      case 'DeviceWireSettingsChanged': {
        const { deviceId: _deviceId, ...wire } = event.data;
        return { ...state, wire };
      }
      default:
        return event satisfies never;
    }
  },
};

const isName = (name: string): boolean => name.trim() !== '' && name.length <= MAX_NAME_LENGTH;

const nameInvalid = () => refused('deviceNameInvalid', `设备名称应为 1 至 ${MAX_NAME_LENGTH} 个字符`);

const isAtPlace = (
  { location: { lon, lat }, divisionCode, gridCode }: DeviceRegistered['data'],
  to: DeviceMoved['data'],
): boolean =>
  lon === to.location.lon &&
  lat === to.location.lat &&
  divisionCode === to.divisionCode &&
  gridCode === to.gridCode;

const isSame = (one: DeviceAlias, other: DeviceAlias): boolean =>
  one.standard === other.standard && one.aliasId === other.aliasId;

const has = (state: DeviceState, alias: DeviceAlias): boolean =>
  state.aliases.some((known) => isSame(known, alias));

const isNormal = ({ standard, aliasId }: DeviceAlias): boolean => normalAlias(standard, aliasId) === aliasId;

const aliasInvalid = ({ standard, aliasId }: DeviceAlias) =>
  refused('aliasInvalid', `${aliasId} 不是有效的 ${standard} 标识`);

/** The first name that anybody could send under. */
const unprovenName = (
  { proof }: Proof,
  aliases: readonly DeviceAlias[],
  wire: WireSetup | null,
): DeviceAlias | undefined =>
  proof !== 'required' || wire?.settings.sourceNetworks !== undefined
    ? undefined
    : aliases.find(
        ({ standard }) => (wire?.passwordHash ?? null) === null || !PROTOCOLS[standard].hasPasswords,
      );

const proofMissing = ({ standard }: DeviceAlias) =>
  refused(
    'wireAuthenticationMissing',
    `按 ${standard} 接入的设备须设置${PROTOCOLS[standard].hasPasswords ? '访问密码或' : ''}来源网段（wireSettings）`,
  );
