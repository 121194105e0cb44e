import type { EventStore } from '../event-store/event-store.ts';
import type { Words } from '../platform/words.ts';
import {
  type AlarmRaised,
  type DeviceModelPublished,
  type DeviceRegistered,
  INDEX_KIND_WORDS,
  INDEX_PERIOD_WORDS,
} from '../sensing/events.ts';
import { deviceModelStream, deviceStream } from '../sensing/index.ts';

/** An alarm in words for people: its subject and its finding, without internal codes or ids. */
export interface AlarmWords {
  readonly subjectName: string;
  /** `PM2.5 182 µg/m³，超过阈值 115 µg/m³`. */
  readonly finding: string;
  /** The device, and the location within the monitored area if one was reported. */
  readonly where: string;
}

const INDEX_NAMES: Readonly<Record<string, Words>> = INDEX_KIND_WORDS;
const PERIOD_NAMES: Readonly<Record<string, Words>> = INDEX_PERIOD_WORDS;
const UNIT_NAMES: Readonly<Record<string, string>> = { s: '秒' };

/** One space between number and unit, none before a per cent sign. */
export const measured = (value: number, unit: string): string => {
  const shown = UNIT_NAMES[unit] ?? unit;
  return shown === '' || shown.startsWith('%') ? `${value}${shown}` : `${value} ${shown}`;
};

export const whereIs = ({ deviceName, place }: Pick<AlarmRaised['data'], 'deviceName' | 'place'>): string =>
  place === undefined ? deviceName : `${deviceName}，${place}`;

const percent = (share: number): string => `${Math.round(share * 100)}%`;

const modelOf = async (
  store: EventStore,
  deviceId: string,
): Promise<DeviceModelPublished['data'] | undefined> => {
  const [registered] = await store.readStream(deviceStream(deviceId), { limit: 1 });
  if (registered === undefined) return undefined;
  const { modelId } = registered.data as DeviceRegistered['data'];
  const [latest] = await store.readStream(deviceModelStream(modelId), { direction: 'backwards', limit: 1 });
  return latest?.data as DeviceModelPublished['data'] | undefined;
};

/** The subject of a rule may be several indicators (`a+b`), an index with its period (`air.hour`), or any data at all (`*`). */
const nameOf = (subject: string, model: DeviceModelPublished['data'] | undefined): string => {
  if (subject === '*') return '数据';
  const [index = '', period = ''] = subject.split('.');
  const indexName = INDEX_NAMES[index];
  if (indexName !== undefined) return `${PERIOD_NAMES[period]?.zh ?? ''}${indexName.zh}`;
  const codes = subject.split('+');
  return codes
    .map((code) => model?.indicators.find((indicator) => indicator.code === code)?.name ?? code)
    .join('、');
};

/** Reads the names from the log, by the model of the device. */
export const alarmWords = async (
  store: EventStore,
  alarm: Pick<
    AlarmRaised['data'],
    'deviceId' | 'deviceName' | 'place' | 'subject' | 'value' | 'threshold' | 'unit' | 'grade'
  >,
): Promise<AlarmWords> => {
  const { subject, value, threshold, unit, grade } = alarm;
  const model = await modelOf(store, alarm.deviceId);
  const detection = model?.detections?.find(({ type }) => type === subject);
  const subjectName = detection?.name ?? nameOf(subject, model);
  const where = whereIs(alarm);
  if (grade !== undefined) return { subjectName, where, finding: `${subjectName} ${grade}` };
  // A panel that reports a fire does not measure a value.
  if (detection !== undefined && value === 1) return { subjectName, where, finding: subjectName };
  const beyond = value < threshold ? '低于' : value > threshold ? '超过' : '达到';
  const [found, limit] =
    detection === undefined
      ? [measured(value, unit), measured(threshold, unit)]
      : [`识别置信度 ${percent(value)}`, percent(threshold)];
  return { subjectName, where, finding: `${subjectName} ${found}，${beyond}阈值 ${limit}` };
};
