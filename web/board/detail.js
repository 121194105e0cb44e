import { call } from './api.js';
import { element } from './dom.js';
import { percent, time } from './format.js';
import { word } from './words.js';

const rows = (pairs) =>
  element('dl', {}, ...pairs.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));

const reading = ({ value, flag, quality = [] }, unit) => {
  const flags = [...quality.map((code) => word('qualityFlags', code)), ...(flag ? [`标记 ${flag}`] : [])];
  const shown = element('span', {}, `${value} ${unit}`);
  if (flags.length > 0) shown.append(element('span', { class: 'flag' }, flags.join('、')));
  return shown;
};

/** @param {any} device @param {any} model */
export const deviceDetail = (device, model) => {
  const indicators = new Map((model?.indicators ?? []).map((indicator) => [indicator.code, indicator]));
  const detections = new Map((model?.detections ?? []).map((detection) => [detection.type, detection.name]));
  return rows([
    ['设备', device.name],
    ['编号', device.deviceId],
    ['型号', model?.name ?? device.modelId],
    ['状态', word('presence', device.presence)],
    ['当前告警', String(device.activeAlarms)],
    ['最近数据', time(device.observedAt)],
    ...Object.entries(device.readings).map(([code, value]) => [
      indicators.get(code)?.name ?? code,
      reading(value, indicators.get(code)?.unit ?? ''),
    ]),
    ...(device.detection
      ? [
          [
            '最近识别',
            `${detections.get(device.detection.type) ?? device.detection.type}（置信度 ${percent(device.detection.confidence)}）`,
          ],
        ]
      : []),
  ]);
};

/** @param {string | null} at @param {boolean} isOverdue @param {boolean} isProvisional computed without the notice of a year */
const deadline = (at, isOverdue, isProvisional) =>
  at ? `${time(at)}${isOverdue ? '（已超期）' : ''}${isProvisional ? '（暂定，放假安排未公布）' : ''}` : '–';

/** @param {string} caseId @param {Map<string, string>} departments */
export const caseDetail = async (caseId, departments) => {
  const [item, timeline] = await Promise.all([
    call('GET', `/cases/${caseId}`),
    call('GET', `/cases/${caseId}/timeline`),
  ]);
  return element(
    'div',
    {},
    rows([
      ['案件号', item.caseNumber],
      ['阶段', word('stages', item.stage)],
      ['描述', item.description],
      ['地点', item.location.address],
      ['处置部门', departments.get(item.departmentId) ?? item.departmentId ?? '–'],
      ['环节时限', deadline(item.dueAt, item.overdue, item.dueAtProvisional)],
      ['处置期限', deadline(item.deadline, item.overdueClocks.includes('handle'), item.deadlineProvisional)],
    ]),
    element(
      'ol',
      { class: 'live' },
      ...timeline.items.map(({ type, at, data }) =>
        element(
          'li',
          {},
          element('time', {}, time(at)),
          `${word('caseEvents', type)} ${data.opinion ?? data.reason ?? data.result ?? ''}`,
        ),
      ),
    ),
  );
};
