import type { Words } from '../../platform/words.ts';
import type { DeviceEvent } from './events.ts';

export const DEVICE_EVENT_WORDS: Readonly<Record<DeviceEvent['type'], Words>> = {
  DeviceRegistered: { zh: '登记', en: 'Registered' },
  DeviceSecretRotated: { zh: '更换密钥', en: 'Secret exchanged' },
  DeviceRenamed: { zh: '改名', en: 'Renamed' },
  DeviceMoved: { zh: '移位', en: 'Moved' },
  DeviceDepartmentChanged: { zh: '变更部门', en: 'Given to another department' },
  DeviceRetired: { zh: '停用', en: 'Retired' },
  DeviceAliasAdded: { zh: '添加协议标识', en: 'Alias added' },
  DeviceAliasRemoved: { zh: '移除协议标识', en: 'Alias removed' },
  DeviceWireSettingsChanged: { zh: '变更通信设置', en: 'Wire settings changed' },
};
