import { element } from './dom.js';
import { time } from './format.js';
import { word } from './words.js';

/** A storm is one line with its number, in place of its alarms. */
const stormLine = ({ beganAt, divisionName, raised, active, bySeverity }) => {
  const counts = Object.entries(bySeverity).map(
    ([severity, count]) => `${word('severities', severity)} ${count}`,
  );
  return element(
    'li',
    { class: 'storm' },
    element('time', {}, time(beganAt)),
    `${divisionName} 告警风暴：${raised} 条告警，${active} 条未解除${counts.length > 0 ? `（${counts.join('、')}）` : ''}`,
  );
};

const NAMES = {
  deviceId: '设备',
  modelId: '型号',
  ruleId: '规则',
  gridCode: '网格',
  divisionCode: '区划',
};

const silenceLine = ({ to, scope, reason }, { devices, models }) => {
  const words = {
    deviceId: (id) => devices.find(({ deviceId }) => deviceId === id)?.name,
    modelId: (id) => models.get(id)?.name,
  };
  const what = Object.entries(scope).map(
    ([member, value]) => words[member]?.(value) ?? `${NAMES[member] ?? member} ${value}`,
  );
  return element('li', {}, element('time', {}, `至 ${time(to)}`), `告警屏蔽：${what.join('，')}，${reason}`);
};

/**
 * @param {any[]} storms open ones
 * @param {any[]} silences active ones
 * @param {{ devices: any[], models: Map<string, any> }} known
 */
export const alarmLines = (storms, silences, known) => [
  ...storms.map(stormLine),
  ...silences.map((silence) => silenceLine(silence, known)),
];
