import { inOrderOfTime, valuesIn, type WireRecord } from '../wire/record.ts';
import { ANALOGUES } from './analogues.ts';
import { type AnalogueObject, type FireObject, isTestState } from './objects.ts';
import type { FireSettings } from './settings.ts';
import {
  COMPONENT_STATES,
  meaningsIn,
  SYSTEM_OPERATIONS,
  SYSTEM_STATES,
  TRANSMITTER_OPERATIONS,
  TRANSMITTER_STATES,
} from './states.ts';
import { componentName, systemName, TRANSMITTER } from './type-names.ts';

const NORMAL = { name: 'normal', type: 'fireNormal' };
const TRANSMITTER_TRACK = 'transmitter';

type Meaning = ReturnType<typeof meaningsIn>[number];

/**
 * States and operations become detections, one for each bit that is set; analogue values become readings of their component. In
 * the order of their time.
 */
export const recordsOf = (
  objects: readonly FireObject[],
  settings: FireSettings,
  { fallbackTime, name }: { readonly fallbackTime: string; readonly name: string },
): readonly WireRecord[] => {
  const isTest = (state: number): boolean => settings.fireTestBit !== 'ignored' && isTestState(state);
  const records = inOrderOfTime(
    objects.flatMap((object): WireRecord[] => {
      const at = object.at ?? fallbackTime;
      switch (object.kind) {
        case 'component': {
          const { systemType, systemAddress, componentType, componentAddress, state, description } = object;
          const track = `${systemType}-${systemAddress}-${componentAddress}`;
          const name = componentName(componentType, componentAddress);
          const place = description === '' ? name : `${description}（${name}）`;
          return detections(statesIn(state, COMPONENT_STATES), { at, track, place, test: isTest(state) });
        }
        case 'system': {
          const { systemType, systemAddress, state } = object;
          const track = `${systemType}-${systemAddress}`;
          const place = systemName(systemType, systemAddress);
          return detections(statesIn(state, SYSTEM_STATES), { at, track, place, test: isTest(state) });
        }
        case 'transmitter':
          return detections(statesIn(object.state, TRANSMITTER_STATES), {
            at,
            track: TRANSMITTER_TRACK,
            place: TRANSMITTER,
            test: isTest(object.state),
          });
        case 'systemOperation': {
          const { systemType, systemAddress, operation, operator } = object;
          return detections(meaningsIn(operation, SYSTEM_OPERATIONS, 0), {
            at,
            track: `${systemType}-${systemAddress}`,
            place: `${systemName(systemType, systemAddress)}，操作员${operator}`,
            test: false,
          });
        }
        case 'transmitterOperation':
          return detections(meaningsIn(object.operation, TRANSMITTER_OPERATIONS, 0), {
            at,
            track: TRANSMITTER_TRACK,
            place: `${TRANSMITTER}，操作员${object.operator}`,
            test: false,
          });
        case 'analogue':
          return [readingOf(object, at)];
        default:
          return object satisfies never;
      }
    }),
  );
  return records.map((record) => (record.kind === 'detection' ? { ...record, frame: name } : record));
};

const statesIn = (state: number, meanings: Parameters<typeof meaningsIn>[1]): Meaning[] => {
  const states = meaningsIn(state, meanings, 1);
  return states.length === 0 ? [NORMAL] : states;
};

const detections = (
  meanings: readonly Meaning[],
  of: { readonly at: string; readonly track: string; readonly place: string; readonly test: boolean },
): WireRecord[] =>
  meanings.map(({ type, track }) => ({
    kind: 'detection',
    detection: {
      observedAt: of.at,
      type,
      confidence: 1,
      track: track === undefined ? of.track : `${of.track}-${track}`,
      place: of.place,
    },
    ...(of.test ? { test: true as const } : {}),
  }));

const readingOf = (object: AnalogueObject, observedAt: string): WireRecord => {
  const { systemType, systemAddress, componentAddress, analogueType, value } = object;
  const { indicator, exponent, unit } = ANALOGUES[analogueType] ?? {
    indicator: `gb26875:${analogueType}`,
    unit: '',
    exponent: 0,
  };
  const code = `${indicator}.${systemType}-${systemAddress}-${componentAddress}`;
  const read = { value: Number(`${value}e${exponent}`), unit: unit === '' ? undefined : unit };
  return { kind: 'readings', observedAt, ...valuesIn([[code, read]]) };
};
