import type { WireRecord } from '../wire/record.ts';
import type { AnalogueObject, ComponentObject, ComponentState, FireData } from './objects.ts';

/** Detection types of fire components, for models and rules. */
const DETECTION_OF: Readonly<Record<ComponentState, string>> = {
  fire: 'fireAlarm',
  fault: 'fireFault',
  shielded: 'fireShielded',
  supervised: 'fireSupervised',
  started: 'fireStarted',
  feedback: 'fireFeedback',
  delayed: 'fireDelayed',
  powerFault: 'firePowerFault',
};
const NORMAL = 'fireNormal';

/** GB/T 26875.3-2011 table 8: what an analogue value is and the decimals that are hidden in it. */
const ANALOGUES: Readonly<Record<number, { readonly indicator: string; readonly exponent: number }>> = {
  1: { indicator: 'count', exponent: 0 },
  2: { indicator: 'height', exponent: -2 },
  3: { indicator: 'temperature', exponent: -1 },
  4: { indicator: 'pressureMPa', exponent: -1 },
  6: { indicator: 'gasLel', exponent: -1 },
  8: { indicator: 'voltage', exponent: 0 },
  9: { indicator: 'current', exponent: 0 },
  10: { indicator: 'flowLs', exponent: -1 },
};

const addressOf = ({
  systemType,
  systemAddress,
  componentAddress,
}: ComponentObject | AnalogueObject): string => `${systemType}-${systemAddress}-${componentAddress}`;

/** Components become detections, one for each state they are in; analogue values become readings of their component. */
export const recordsOf = (data: FireData, fallbackTime: string): readonly WireRecord[] => {
  switch (data.kind) {
    case 'components':
      return data.objects.flatMap((component) => detectionsOf(component, fallbackTime));
    case 'analogues':
      return data.objects.map((object): WireRecord => {
        const { indicator, exponent } = ANALOGUES[object.analogueType] ?? {
          indicator: `gb26875:${object.analogueType}`,
          exponent: 0,
        };
        return {
          kind: 'readings',
          observedAt: object.at ?? fallbackTime,
          values: { [`${indicator}.${addressOf(object)}`]: Number(`${object.value}e${exponent}`) },
        };
      });
    case 'other':
      return [];
    default:
      return data satisfies never;
  }
};

const detectionsOf = (component: ComponentObject, fallbackTime: string): WireRecord[] => {
  const types =
    component.states.length === 0 ? [NORMAL] : component.states.map((state) => DETECTION_OF[state]);
  return types.map((type) => ({
    kind: 'detection',
    detection: {
      observedAt: component.at ?? fallbackTime,
      type,
      confidence: 1,
      track: addressOf(component),
      ...(component.description === '' ? {} : { place: component.description }),
    },
    ...(component.test ? { test: true as const } : {}),
  }));
};
