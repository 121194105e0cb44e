import type { Words } from '../../src/platform/words.ts';

/** What the parameters of requests and the members of their results are called, in every standard. */
export const REQUEST_MEMBER_WORDS: Readonly<Record<string, Words>> = {
  analyser: {
    zh: '分析仪（污染物编码，不填为数采仪）',
    en: 'Analyser (code of the pollutant; none: the logger)',
  },
  seconds: { zh: '秒数', en: 'Seconds' },
  minutes: { zh: '分钟数', en: 'Minutes' },
  hours: { zh: '小时数', en: 'Hours' },
  tries: { zh: '重发次数', en: 'Attempts' },
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'Until' },
  element: { zh: '要素', en: 'Element' },
  elements: { zh: '要素', en: 'Elements' },
  parameters: { zh: '参数', en: 'Parameters' },
  stepMinutes: { zh: '步长（分钟）', en: 'Step (minutes)' },
  packets: { zh: '收到报文', en: 'Packets received' },
  clock: { zh: '设备时钟', en: 'Clock of the device' },
  aheadSeconds: { zh: '快于平台（秒）', en: 'Ahead of ours (seconds)' },
  start: { zh: '开始时间', en: 'Start' },
  serialNumber: { zh: '设备唯一标识', en: 'Serial number' },
  text: { zh: '文字', en: 'Text' },
  version: { zh: '软件版本', en: 'Version of the software' },
};
