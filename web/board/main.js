import { alarmLines } from './alarm-state.js';
import { call, listAll, Problem, signIn, signOut, token, whenSignedOut } from './api.js';
import { caseDetail, deviceDetail } from './detail.js';
import { byId, element } from './dom.js';
import { time } from './format.js';
import { follow } from './live.js';
import { createMap } from './map.js';
import { loadWords, waitingStages, word } from './words.js';

const CITY = new URLSearchParams(location.search).get('division') ?? '1401';
const REFRESH_MS = 5000;
const LIVE_ITEMS = 100;

const state = { devices: [], models: new Map(), departments: new Map(), selected: null };
let stopLive = () => {};
let refreshTimer = 0;
let refreshSoon = 0;

const map = createMap(/** @type {any} */ (byId('map')), (kind, id) => {
  state.selected = { kind, id };
  showDetail();
});

const showProblem = (error) => {
  byId('problem').textContent =
    error instanceof Problem ? error.message : error ? '无法连接服务器，正在重试' : '';
};

const showDetail = async () => {
  const { selected } = state;
  if (!selected) return;
  try {
    if (selected.kind === 'device') {
      const device = state.devices.find(({ deviceId }) => deviceId === selected.id);
      if (device) byId('detail').replaceChildren(deviceDetail(device, state.models.get(device.modelId)));
    } else {
      byId('detail').replaceChildren(await caseDetail(selected.id, state.departments));
    }
  } catch (error) {
    showProblem(error);
  }
};

const tile = (label, value, bad = false) =>
  element(
    'div',
    { class: bad ? 'tile bad' : 'tile' },
    element('b', {}, String(value)),
    element('span', {}, label),
  );

const showBoard = (board) => {
  const { totals, alarms, devices, rejected } = board;
  byId('tiles').replaceChildren(
    tile('在办案件', totals.open),
    tile('超期案件', totals.overdue, totals.overdue > 0),
    tile('已结案', totals.closed),
    tile('当前告警', alarms.active, alarms.active > 0),
    tile('在线设备 / 总数', `${devices.online} / ${devices.total}`),
    ...(rejected === null ? [] : [tile('待处理异常报文', rejected.open)]),
  );
  byId('demo-mark').hidden = !board.synthetic;
  const columns = [...waitingStages(), 'closed'];
  const cell = (stages, stage) => element('td', {}, String(stages[stage]?.cases ?? 0));
  byId('counts').replaceChildren(
    element(
      'tr',
      {},
      element('th', {}, '区县'),
      ...columns.map((stage) => element('th', {}, word('stages', stage))),
    ),
    ...board.divisions.map(({ name, stages }) =>
      element('tr', {}, element('td', {}, name), ...columns.map((stage) => cell(stages, stage))),
    ),
    ...(board.divisions.length === 0
      ? [element('tr', {}, element('td', { class: 'empty' }, '暂无案件'))]
      : []),
  );
};

const refresh = async () => {
  try {
    await loadWords();
    const [board, devices, cases, storms, silences] = await Promise.all([
      call('GET', `/board?division=${CITY}`),
      listAll(`/devices?status=active&division=${CITY}`),
      listAll(`/cases?open=true&division=${CITY}`),
      listAll(`/alarm-storms?state=open&division=${CITY}`),
      listAll(`/alarm-silences?state=active&division=${CITY}`),
    ]);
    state.devices = devices;
    showBoard(board);
    const lines = alarmLines(storms, silences, { devices, models: state.models });
    byId('alarm-lines').replaceChildren(...lines);
    byId('alarm-state').hidden = lines.length === 0;
    map.devices(devices);
    map.cases(cases);
    await showDetail();
    showProblem(null);
  } catch (error) {
    showProblem(error);
  }
};

/** Several events at once lead to one refresh. */
const refreshAfterEvent = () => {
  clearTimeout(refreshSoon);
  refreshSoon = setTimeout(refresh, 300);
};

const lineOf = (event, data) => {
  if (event === 'case')
    return `案件 ${data.case.caseNumber} ${word('caseEvents', data.type)}：${data.case.description}`;
  if (event === 'alarm') {
    const { alarm } = data;
    return `${word('severities', alarm.severity)}${word('alarmEvents', data.type)}：${[alarm.deviceName, alarm.place, alarm.ruleName].filter(Boolean).join(' ')}`;
  }
  if (event === 'storm') return `${word('alarmEvents', data.type)}：${data.storm.raised} 条告警`;
  if (event === 'presence') return `设备 ${data.device.name} ${word('presence', data.device.presence)}`;
  return '';
};

const onMessage = (event, data) => {
  refreshAfterEvent();
  // Alarms of a storm are one line of it.
  if (event === 'reset' || data.alarm?.stormId) return;
  const line = lineOf(event, data);
  // Notifications to oneself are no matter of the board's.
  if (line === '') return;
  const list = byId('live');
  list.prepend(element('li', {}, element('time', {}, time(data.at)), line));
  while (list.children.length > LIVE_ITEMS) list.lastElementChild?.remove();
};

const onLiveState = (live) => {
  const mark = byId('live-state');
  mark.className = `live-state ${live}`;
  mark.textContent = { on: '实时', wait: '重新连接中', off: '连接已断开' }[live];
};

const open = async () => {
  byId('sign-in').hidden = true;
  byId('board').hidden = false;
  try {
    const [me, models, departments, boundaries] = await Promise.all([
      call('GET', '/session'),
      call('GET', '/device-models'),
      call('GET', '/departments'),
      call('GET', `/divisions/boundaries?division=${CITY}`),
    ]);
    byId('user').textContent = me.displayName;
    state.models = new Map(models.items.map((model) => [model.modelId, model]));
    state.departments = new Map(departments.items.map(({ departmentId, name }) => [departmentId, name]));
    map.counties(boundaries);
  } catch (error) {
    showProblem(error);
    if (!token()) return;
  }
  await refresh();
  refreshTimer = setInterval(refresh, REFRESH_MS);
  stopLive = follow({ division: CITY, onMessage, onState: onLiveState });
};

whenSignedOut(() => {
  clearInterval(refreshTimer);
  stopLive();
  byId('board').hidden = true;
  byId('sign-in').hidden = false;
});

byId('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
  byId('sign-in-error').textContent = '';
  try {
    const [password, newPassword] = [String(form.get('password')), String(form.get('newPassword') ?? '')];
    const user = await signIn(String(form.get('name')), password, String(form.get('code') ?? ''));
    if (user.restriction === 'passwordChange') {
      byId('new-password').hidden = false;
      if (newPassword === '') throw new Problem('请先设置新密码');
      await call('PUT', '/session/password', { currentPassword: password, newPassword });
      byId('new-password').hidden = true;
    }
    await open();
  } catch (error) {
    byId('sign-in-error').textContent = error instanceof Problem ? error.message : '无法连接服务器';
  }
});
byId('sign-out').addEventListener('click', signOut);
for (const button of document.querySelectorAll('[data-zoom]')) {
  const action = { in: map.zoomIn, out: map.zoomOut, reset: map.reset }[
    button.getAttribute('data-zoom') ?? 'reset'
  ];
  button.addEventListener('click', () => action?.());
}
setInterval(() => {
  byId('clock').textContent = time(new Date().toISOString());
}, 1000);

if (token()) open();
else byId('sign-in').hidden = false;
