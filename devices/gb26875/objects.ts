import { readFireTime } from './frame.ts';

/** A component (type 2) or one of its analogue values (type 3) has its own address inside its system. */
interface Component {
  readonly systemType: number;
  readonly systemAddress: number;
  readonly componentType: number;
  /** Eight hex digits, high byte first. */
  readonly componentAddress: string;
}

interface At {
  /** ISO 8601 UTC; undefined if the label is missing or not a time. */
  readonly at: string | undefined;
}

export type FireObject =
  | (Component & At & { readonly kind: 'component'; readonly state: number; readonly description: string })
  | (Component & At & { readonly kind: 'analogue'; readonly analogueType: number; readonly value: number })
  | (At & {
      readonly kind: 'system';
      readonly systemType: number;
      readonly systemAddress: number;
      readonly state: number;
    })
  | (At & {
      readonly kind: 'systemOperation';
      readonly systemType: number;
      readonly systemAddress: number;
      readonly operation: number;
      readonly operator: number;
    })
  | (At & { readonly kind: 'transmitter'; readonly state: number })
  | (At & { readonly kind: 'transmitterOperation'; readonly operation: number; readonly operator: number });

export type ComponentObject = Extract<FireObject, { readonly kind: 'component' }>;
export type AnalogueObject = Extract<FireObject, { readonly kind: 'analogue' }>;

export interface FireData {
  readonly objects: readonly FireObject[];
  /** Data that are not part of any object. */
  readonly unread?: string;
  readonly anomalies: readonly string[];
}

/** Bit 0 of a state is 0: the system is being tested, or the transmitter never sets the bit. */
export const isTestState = (state: number): boolean => (state & 1) === 0;

const TIME_BYTES = 6;
const TEXT_BYTES = 31;

const decoder = new TextDecoder('gb18030');
const readText = (bytes: Buffer): string => decoder.decode(bytes).replace(/\0.*$/s, '').trim();

const componentAddress = (bytes: Buffer): string =>
  bytes.readUInt32LE().toString(16).toUpperCase().padStart(8, '0');

const readAddress = (bytes: Buffer): Component => ({
  systemType: bytes[0]!,
  systemAddress: bytes[1]!,
  componentType: bytes[2]!,
  componentAddress: componentAddress(bytes.subarray(3, 7)),
});

interface Layout {
  /** Without the time label. */
  readonly bytes: number;
  read(body: Buffer, at: string | undefined): FireObject;
}

/** GB/T 26875.3-2011 8.3.1: the objects of a type of data, each of them followed by a time label. */
const LAYOUTS: Readonly<Record<number, Layout>> = {
  1: {
    bytes: 4,
    read: (body, at) => ({
      kind: 'system',
      systemType: body[0]!,
      systemAddress: body[1]!,
      state: body.readUInt16LE(2),
      at,
    }),
  },
  2: {
    bytes: 9 + TEXT_BYTES,
    read: (body, at) => ({
      kind: 'component',
      ...readAddress(body),
      state: body.readUInt16LE(7),
      description: readText(body.subarray(9)),
      at,
    }),
  },
  3: {
    bytes: 10,
    read: (body, at) => ({
      kind: 'analogue',
      ...readAddress(body),
      analogueType: body[7]!,
      value: body.readInt16LE(8),
      at,
    }),
  },
  4: {
    bytes: 4,
    read: (body, at) => ({
      kind: 'systemOperation',
      systemType: body[0]!,
      systemAddress: body[1]!,
      operation: body[2]!,
      operator: body[3]!,
      at,
    }),
  },
  21: { bytes: 1, read: (body, at) => ({ kind: 'transmitter', state: body[0]!, at }) },
  24: {
    bytes: 2,
    read: (body, at) => ({ kind: 'transmitterOperation', operation: body[0]!, operator: body[1]!, at }),
  },
};

/**
 * Reads type, count and objects (GB/T 26875.3-2011 8.1, 8.2). Data that are empty, or end after the type or with a count of
 * zero, are a sign of life: transmitters register and send heartbeats with them, and 6.7 allows them to be empty. Objects without their
 * time label are read as well. If the count and the bytes do not match, the complete objects are read and the rest is reported.
 */
export const readFireData = (data: Buffer): FireData => {
  const [type, count] = data;
  if (type === undefined || (data.length <= 2 && (count ?? 0) === 0)) return { objects: [], anomalies: [] };
  const layout = LAYOUTS[type];
  if (layout === undefined || count === undefined)
    return { objects: [], unread: `type ${type} is not read`, anomalies: [] };
  const content = data.subarray(2);
  const timed = content.length !== count * layout.bytes;
  const size = layout.bytes + (timed ? TIME_BYTES : 0);
  const whole = Math.min(count, Math.floor(content.length / size));
  const objects = Array.from({ length: whole }, (_, n) => {
    const body = content.subarray(n * size, n * size + layout.bytes);
    const label = content.subarray(n * size + layout.bytes, (n + 1) * size);
    return layout.read(body, timed ? readFireTime(label) : undefined);
  });
  const fits = whole === count && content.length === count * size;
  return {
    objects,
    ...(fits ? {} : { unread: `${content.length} bytes are not ${count} objects of type ${type}` }),
    anomalies: [
      ...(timed || whole === 0 ? [] : ['object-time-missing']),
      ...(timed && objects.some(({ at }) => at === undefined) ? ['object-time-none'] : []),
    ],
  };
};
