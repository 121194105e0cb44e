import type { FullReconciliation } from '../../src/demo/reconciliation.ts';
import type { Fleet } from './plan.ts';
import type { SenderTotals } from './senders.ts';

export interface RunResult {
  readonly totals: SenderTotals;
  readonly reconciliation: FullReconciliation;
  readonly registerSeconds: number;
  /** From the first report to the last. */
  readonly sendSeconds: number;
  /** From then to the last acknowledgement. */
  readonly settleSeconds: number;
}

const round = (value: number, decimals = 1): number => Number(value.toFixed(decimals));
const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);
const planned = (fleet: Fleet): number => sum([...fleet.planned.values()]);

const devicesOf = (fleet: Fleet, kind: Fleet['lines'][number]['kind']): number =>
  sum(fleet.lines.filter((line) => line.kind === kind).map(({ devices }) => devices.length));
const linesOf = (fleet: Fleet, kind: Fleet['lines'][number]['kind']): number =>
  fleet.lines.filter((line) => line.kind === kind).length;

const shapeOf = (fleet: Fleet) => ({
  devices: fleet.devices.length,
  connectedThemselves: linesOf(fleet, 'device'),
  behindMqttGateways: devicesOf(fleet, 'mqttGateway'),
  mqttGateways: linesOf(fleet, 'mqttGateway'),
  behindTcpGateways: devicesOf(fleet, 'tcpGateway'),
  tcpGateways: linesOf(fleet, 'tcpGateway'),
});

/** Describes the run before it starts. */
export const describeFleet = (fleet: Fleet): string => {
  const shape = shapeOf(fleet);
  const wire = fleet.lines.flatMap((line) =>
    line.kind === 'tcpGateway' ? [[line.standard, line.devices.length] as const] : [],
  );
  const standards = [...new Set(wire.map(([standard]) => standard))].map(
    (standard) => `${standard} ${sum(wire.filter(([each]) => each === standard).map(([, count]) => count))}`,
  );
  const families = [...fleet.planned].map(
    ([family, rate]) =>
      `  ${family.padEnd(18)}${String(fleet.devices.filter((device) => device.family === family).length).padStart(7)} devices  ${round(rate)} messages/s`,
  );
  return [
    `${shape.devices} devices: ${shape.connectedThemselves} connected themselves over MQTT,` +
      ` ${shape.behindMqttGateways} behind ${shape.mqttGateways} MQTT gateways,` +
      ` ${shape.behindTcpGateways} behind ${shape.tcpGateways} TCP gateways${standards.length > 0 ? ` (${standards.join(', ')})` : ''}`,
    ...families,
    `  ${'in all'.padEnd(18)}${String(shape.devices).padStart(7)} devices  ${round(planned(fleet))} messages/s planned`,
  ].join('\n');
};

/** The report file: the reconciliation at the top level, and the details of the run. */
export const reportOf = (
  options: { readonly profile: string; readonly seed: number; readonly badShare: number },
  fleet: Fleet,
  { totals, reconciliation, registerSeconds, sendSeconds, settleSeconds }: RunResult,
  seconds: number,
) => {
  const { redelivered, ...reconciled } = reconciliation.total;
  const { behaviours, acknowledgedWhileSending, ...sending } = totals;
  const bad = sum(Object.entries(behaviours).map(([name, count]) => (name === 'normal' ? 0 : count)));
  return {
    ...reconciled,
    seconds: round(seconds),
    profile: options.profile,
    seed: options.seed,
    fleet: shapeOf(fleet),
    rate: {
      plannedPerSecond: round(planned(fleet)),
      sentPerSecond: round(totals.published / sendSeconds),
      distinctPerSecond: round(reconciled.sentDistinct / sendSeconds),
      acknowledgedPerSecond: round(acknowledgedWhileSending / sendSeconds),
      sendSeconds: round(sendSeconds),
      settleSeconds: round(settleSeconds),
      registerSeconds: round(registerSeconds),
    },
    families: Object.fromEntries(
      reconciliation.groups.map(({ group, ...counts }) => [
        group,
        {
          devices: fleet.devices.filter(({ family }) => family === group).length,
          plannedPerSecond: round(fleet.planned.get(group) ?? 0),
          sentPerSecond: round(counts.sentDistinct / sendSeconds),
          ...counts,
        },
      ]),
    ),
    badBehaviour: {
      share: reconciled.sentDistinct === 0 ? 0 : round(bad / reconciled.sentDistinct, 4),
      messages: Object.fromEntries(Object.entries(behaviours).filter(([name]) => name !== 'normal')),
    },
    ackP50Ms: reconciliation.ackP50Ms,
    ackP99Ms: reconciliation.ackP99Ms,
    ...sending,
    redelivered,
  };
};
export type SimulateReport = ReturnType<typeof reportOf>;

export const describeResult = (report: SimulateReport): string => {
  const cell = (value: string | number, width = 12): string => String(value).padStart(width);
  const heading = ['planned/s', 'sent/s', 'sent', 'acknowledged', 'stored', 'rejected', 'missing', 'doubled'];
  const row = (name: string, cells: readonly (string | number)[]): string =>
    `${name.padEnd(18)}${cells.map((each) => cell(each, 13)).join('')}`;
  const { rate } = report;
  return [
    row('', heading),
    ...Object.entries(report.families).map(([name, family]) =>
      row(name, [
        family.plannedPerSecond,
        family.sentPerSecond,
        family.sentDistinct,
        family.acknowledgedDistinct,
        family.storedDistinct,
        family.rejectedDistinct,
        family.missing,
        family.doubled,
      ]),
    ),
    row('in all', [
      rate.plannedPerSecond,
      rate.distinctPerSecond,
      report.sentDistinct,
      report.acknowledgedDistinct,
      report.storedDistinct,
      report.rejectedDistinct,
      report.missing,
      report.doubled,
    ]),
    '',
    `${rate.acknowledgedPerSecond} acknowledged a second in the ${rate.sendSeconds} s of sending, the rest within ${rate.settleSeconds} s after it`,
    `acknowledged after ${report.ackP50Ms} ms (p50), ${report.ackP99Ms} ms (p99); ${report.redelivered} sent more than once, ${report.reconnects} connections broken on purpose`,
    `bad behaviour ${(report.badBehaviour.share * 100).toFixed(2)} %: ${Object.entries(
      report.badBehaviour.messages,
    )
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
    ...(report.heldBack > 0
      ? [
          `The senders were slowed down by late acknowledgements: ${report.heldBack} reports of devices that still waited were left out.`,
        ]
      : []),
    ...(report.unacknowledged > 0
      ? [`${report.unacknowledged} messages had no acknowledgement when the run ended.`]
      : []),
  ].join('\n');
};
