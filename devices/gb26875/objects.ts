import { type FireFailure, readFireTime } from './frame.ts';

/** GB/T 26875.3-2011 table 7: state of a component. Bits combine: "fire in test state" must not dispatch anybody. */
export const STATE_BITS = [
  'normal',
  'fire',
  'fault',
  'shielded',
  'supervised',
  'started',
  'feedback',
  'delayed',
  'powerFault',
] as const;
export type ComponentState = Exclude<(typeof STATE_BITS)[number], 'normal'>;

export interface ComponentObject {
  readonly systemType: number;
  readonly systemAddress: number;
  readonly componentType: number;
  /** Eight hex digits, high byte first. */
  readonly componentAddress: string;
  readonly state: number;
  readonly states: readonly ComponentState[];
  /** Bit 0 is 0: the system is being tested. */
  readonly test: boolean;
  readonly description: string;
  readonly at: string | undefined;
}

export interface AnalogueObject {
  readonly systemType: number;
  readonly systemAddress: number;
  readonly componentType: number;
  readonly componentAddress: string;
  readonly analogueType: number;
  readonly value: number;
  readonly at: string | undefined;
}

export type FireData =
  | { readonly kind: 'components'; readonly objects: readonly ComponentObject[] }
  | { readonly kind: 'analogues'; readonly objects: readonly AnalogueObject[] }
  /** A type that is read by nobody yet: kept by its number. */
  | { readonly kind: 'other'; readonly type: number; readonly count: number };

const COMPONENT_STATE = 2;
const ANALOGUE_VALUE = 3;
const COMPONENT_BYTES = 46;
const ANALOGUE_BYTES = 16;

const decoder = new TextDecoder('gb18030');

/** Reads type, count and objects (GB/T 26875.3-2011 section 8). */
export const readFireData = (data: Buffer): { readonly ok: true; readonly data: FireData } | FireFailure => {
  const type = data[0];
  const count = data[1];
  if (type === undefined || count === undefined)
    return { ok: false, reason: 'badObject', detail: 'the data have no type and count' };
  switch (type) {
    case COMPONENT_STATE: {
      const objects = cut(data, count, COMPONENT_BYTES);
      if (objects === undefined) return wrongLength(data, count);
      return { ok: true, data: { kind: 'components', objects: objects.map(readComponent) } };
    }
    case ANALOGUE_VALUE: {
      const objects = cut(data, count, ANALOGUE_BYTES);
      if (objects === undefined) return wrongLength(data, count);
      return { ok: true, data: { kind: 'analogues', objects: objects.map(readAnalogue) } };
    }
    default:
      return { ok: true, data: { kind: 'other', type, count } };
  }
};

const wrongLength = (data: Buffer, count: number): FireFailure => ({
  ok: false,
  reason: 'badObject',
  detail: `${data.length} bytes are not ${count} objects`,
});

const cut = (data: Buffer, count: number, size: number): Buffer[] | undefined =>
  data.length === 2 + count * size
    ? Array.from({ length: count }, (_, n) => data.subarray(2 + n * size, 2 + (n + 1) * size))
    : undefined;

const componentAddress = (bytes: Buffer): string =>
  bytes.readUInt32LE().toString(16).toUpperCase().padStart(8, '0');

const readComponent = (bytes: Buffer): ComponentObject => {
  const state = bytes.readUInt16LE(7);
  return {
    systemType: bytes[0]!,
    systemAddress: bytes[1]!,
    componentType: bytes[2]!,
    componentAddress: componentAddress(bytes.subarray(3, 7)),
    state,
    states: STATE_BITS.filter(
      (name, bit): name is ComponentState => name !== 'normal' && ((state >> bit) & 1) === 1,
    ),
    test: (state & 1) === 0,
    description: decoder.decode(bytes.subarray(9, 40)).replace(/\0.*$/s, '').trim(),
    at: readFireTime(bytes.subarray(40, 46)),
  };
};

const readAnalogue = (bytes: Buffer): AnalogueObject => ({
  systemType: bytes[0]!,
  systemAddress: bytes[1]!,
  componentType: bytes[2]!,
  componentAddress: componentAddress(bytes.subarray(3, 7)),
  analogueType: bytes[7]!,
  value: bytes.readInt16LE(8),
  at: readFireTime(bytes.subarray(10, 16)),
});
