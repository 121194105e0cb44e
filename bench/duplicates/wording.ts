import type { Spot } from './city-plan.ts';
import type { IncidentKind } from './incident-kinds.ts';
import type { Random } from './random.ts';

/** A report's data about the place, other than its coordinates. */
export interface PlaceKnowledge {
  readonly spot: Spot;
  /** Position relative to the landmark, the same for everybody. */
  readonly side: string;
  readonly componentNumber: string | null;
}

export const SIDES = ['东门', '西门', '南门', '北门', '门口', '后门', '东侧', '西侧', '对面'];

const GREETINGS = [
  '您好，',
  '你好，我要反映一下，',
  '我想反映个问题，',
  '市民来电反映：',
  '群众反映，',
  '麻烦问一下，',
];
const REQUESTS = [
  '，请尽快处理',
  '，麻烦派人看看',
  '，希望有关部门管一管',
  '，太危险了',
  '，好几天了没人管',
  '，请核实处理。',
  '，谢谢',
];
/** Written by ear or by a slipping finger. */
const TYPOS: Readonly<Record<string, string>> = {
  井: '进',
  盖: '该',
  路: '陆',
  灯: '登',
  垃: '拉',
  圾: '级',
  堆: '推',
  堵: '赌',
  漏: '露',
  管: '官',
  停: '亭',
  占: '站',
  道: '到',
  坑: '抗',
  塌: '踏',
  陷: '险',
  噪: '燥',
  音: '因',
  树: '数',
  线: '现',
  破: '坡',
  损: '孙',
  满: '漫',
  溢: '益',
  烧: '浇',
  烤: '考',
  渣: '查',
  护: '户',
  栏: '拦',
  污: '乌',
};

/** Not everybody names the same door of a landmark. */
const sideWords = (side: string, random: Random): string => (random.chance(0.12) ? random.pick(SIDES) : side);

const house = (spot: Spot, random: Random): string => {
  // People read the next house's plate, or the one across the street.
  const read = spot.houseNumber + (random.chance(0.3) ? random.pick([-2, -1, 1, 2]) : 0);
  return `${spot.street}${Math.max(read, 1)}号`;
};

/** The place in a person's words; empty if the report does not mention it. */
export const placeWords = (place: PlaceKnowledge, random: Random): string => {
  const { spot, side } = place;
  if (spot.landmark !== null && random.chance(0.6))
    return `${random.chance(0.4) ? spot.street : ''}${spot.landmark}${random.chance(0.75) ? sideWords(side, random) : '附近'}`;
  return random.pick([
    `${house(spot, random)}门前`,
    house(spot, random),
    `${spot.street}靠近${spot.crossStreet}`,
    `${spot.street}与${spot.crossStreet}交叉口附近`,
    `${spot.street}路边`,
    '',
  ]);
};

/** Text of the address field. */
export const addressWords = (place: PlaceKnowledge, careful: boolean, random: Random): string => {
  const { spot, side } = place;
  const choice = random.weighted(careful ? [60, 22, 8, 10] : [38, 32, 15, 15]);
  if (choice === 0) return house(spot, random);
  if (choice === 1)
    return spot.landmark === null
      ? `${spot.street}近${spot.crossStreet}`
      : `${spot.landmark}${sideWords(side, random)}`;
  return choice === 2 ? spot.street : '';
};

const withTypos = (text: string, rate: number, random: Random): string => {
  let written = '';
  for (const character of text) {
    if (!random.chance(rate)) written += character;
    else if (random.chance(0.7)) written += TYPOS[character] ?? character;
    else if (random.chance(0.5)) written += character + character;
  }
  return written;
};

/** One person's description: thing and state in own words, often the place, sometimes the number on the thing. */
export const describe = (
  kind: IncidentKind,
  place: PlaceKnowledge,
  byPublic: boolean,
  random: Random,
): string => {
  const where = random.chance(byPublic ? 0.75 : 0.45) ? placeWords(place, random) : '';
  const number =
    place.componentNumber !== null && kind.component !== undefined && random.chance(byPublic ? 0.15 : 0.4)
      ? `${random.pick(kind.component.called)}${place.componentNumber}`
      : '';
  const [thing, state] = [random.pick(kind.things), random.pick(kind.states)];
  const core = random.chance(0.8) ? `${number}${thing}${state}` : `${state}，${number}${thing}`;
  const greeting = byPublic && random.chance(0.5) ? random.pick(GREETINGS) : '';
  const request = random.chance(byPublic ? 0.6 : 0.15) ? random.pick(REQUESTS) : '';
  return withTypos(`${greeting}${where}${core}${request}`, byPublic ? 0.03 : 0.012, random);
};
