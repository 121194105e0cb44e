/** The meaning of a bit; `track` distinguishes states of the same detection type. */
interface Meaning {
  readonly name: string;
  /** Detection type, for models and rules. */
  readonly type: string;
  readonly track?: string;
}

/** Meanings by bit from 1 on; bit 0 is 1 in normal operation and 0 in a test. Bits that are in no table are kept by their number. */
type Meanings = readonly (Meaning | undefined)[];

const TEST_OR_NORMAL = undefined;
const FIRE: Meaning = { name: 'fire', type: 'fireAlarm' };
const FAULT: Meaning = { name: 'fault', type: 'fireFault' };

/** GB/T 26875.3-2011 8.2.1.2: state of a component, two bytes. */
export const COMPONENT_STATES: Meanings = [
  TEST_OR_NORMAL,
  FIRE,
  FAULT,
  { name: 'shielded', type: 'fireShielded' },
  { name: 'supervised', type: 'fireSupervised' },
  { name: 'started', type: 'fireStarted' },
  { name: 'feedback', type: 'fireFeedback' },
  { name: 'delayed', type: 'fireDelayed' },
  { name: 'powerFault', type: 'firePowerFault' },
];

/** GB/T 26875.3-2011 8.2.1.1: state of a system, two bytes; the first eight are those of a component. */
export const SYSTEM_STATES: Meanings = [
  ...COMPONENT_STATES.slice(0, 8),
  { name: 'mainPowerFault', type: 'firePowerFault', track: 'mainPower' },
  { name: 'backupPowerFault', type: 'firePowerFault', track: 'backupPower' },
  { name: 'busFault', type: 'fireFault', track: 'bus' },
  { name: 'manualMode', type: 'fireManualMode' },
  { name: 'configurationChanged', type: 'fireConfigurationChanged' },
  { name: 'reset', type: 'fireReset' },
];

/** GB/T 26875.3-2011 8.2.1.8: state of the transmitter, one byte. */
export const TRANSMITTER_STATES: Meanings = [
  TEST_OR_NORMAL,
  FIRE,
  FAULT,
  { name: 'mainPowerFault', type: 'firePowerFault', track: 'mainPower' },
  { name: 'backupPowerFault', type: 'firePowerFault', track: 'backupPower' },
  { name: 'centreLinkFault', type: 'fireFault', track: 'centreLink' },
  { name: 'monitorLineFault', type: 'fireFault', track: 'monitorLine' },
];

/** A button that somebody pushed because of a fire: an alarm, whatever a detector reports. */
const MANUAL_ALARM: Meaning = { name: 'manualAlarm', type: 'fireAlarm', track: 'manualAlarm' };

/** GB/T 26875.3-2011 8.2.1.4: an operation at a system, one byte. */
export const SYSTEM_OPERATIONS: Meanings = [
  { name: 'reset', type: 'fireReset' },
  { name: 'silenced', type: 'fireSilenced' },
  MANUAL_ALARM,
  { name: 'cleared', type: 'fireCleared' },
  { name: 'selfTest', type: 'fireSelfTest' },
  { name: 'confirmed', type: 'fireConfirmed' },
  { name: 'test', type: 'fireTest' },
];

/** GB/T 26875.3-2011 8.2.1.9: an operation at the transmitter, one byte. */
export const TRANSMITTER_OPERATIONS: Meanings = [
  ...SYSTEM_OPERATIONS.slice(0, 5),
  { name: 'dutyAnswered', type: 'fireDutyAnswered' },
  { name: 'test', type: 'fireTest' },
];

/** The bits that are set, in their order. One that the table reserves is a separate type: `gb26875:state12`. */
export const meaningsIn = (bits: number, meanings: Meanings, firstBit: 0 | 1): Meaning[] => {
  const found: Meaning[] = [];
  for (let bit: number = firstBit; bit < 16; bit += 1) {
    if (((bits >> bit) & 1) === 0) continue;
    const unknown = `gb26875:${firstBit === 0 ? 'operation' : 'state'}${bit}`;
    found.push(meanings[bit] ?? { name: unknown, type: unknown });
  }
  return found;
};
