import type { Random } from './random.ts';

/** The generated district: streets with house numbers, landmarks along them; metres east and north of its centre. */
export interface Spot {
  readonly street: string;
  readonly x: number;
  readonly y: number;
  readonly houseNumber: number;
  readonly landmark: string | null;
  readonly crossStreet: string;
}

const CENTRE = { lon: 112.56, lat: 37.86 };
const METRES_PER_DEGREE = 111_320;
const HALF_WIDTH_M = 3000;
const HALF_HEIGHT_M = 2600;
/** Metres of street front per house number of one side. */
const HOUSE_FRONT_M = 14;
const LANDMARK_EVERY_M = 190;

const ACROSS = [
  '迎泽大街',
  '府西街',
  '学府街',
  '长风街',
  '亲贤街',
  '南内环街',
  '桃园街',
  '康宁街',
  '王村街',
  '水西门街',
  '朝阳街',
  '双塔西街',
];
const ALONG = [
  '并州路',
  '青年路',
  '解放路',
  '五一路',
  '建设路',
  '体育路',
  '平阳路',
  '新建路',
  '坞城路',
  '滨河路',
  '桥东路',
  '郝庄路',
];
const NAMES = [
  '迎春',
  '康乐',
  '兴华',
  '汾河',
  '双塔',
  '文源',
  '金刚',
  '龙城',
  '云水',
  '丽华',
  '新民',
  '永乐',
  '朝阳',
  '桃园',
  '师苑',
  '阳光',
  '和平',
  '锦绣',
  '东岗',
  '老军营',
];
const TYPES = ['小区', '农贸市场', '小学', '超市', '医院', '广场', '家园', '宿舍', '商场', '公园'];

export interface CityPlan {
  /** A place; busy landmarks are chosen more often than others. */
  anySpot(random: Random): Spot;
  /** The same street, the given number of metres further. */
  along(spot: Spot, metres: number): Spot;
  toDegrees(x: number, y: number): { readonly lon: number; readonly lat: number };
}

interface Street {
  readonly name: string;
  readonly across: boolean;
  readonly offset: number;
  readonly slant: number;
  readonly first: number;
}

const layStreets = (random: Random): readonly Street[] =>
  [true, false].flatMap((across) =>
    (across ? ACROSS : ALONG).map((name, n, all) => {
      const half = across ? HALF_HEIGHT_M : HALF_WIDTH_M;
      const offset = -half + ((n + 0.5) / all.length) * 2 * half + random.between(-70, 70);
      return {
        name,
        across,
        offset,
        slant: random.between(-0.05, 0.05),
        first: Math.floor(random.between(0, 6)) * 2,
      };
    }),
  );

export const layCity = (random: Random): CityPlan => {
  const streets = layStreets(random);
  const spotOn = (street: Street, s: number, side: number): Spot => {
    const half = street.across ? HALF_WIDTH_M : HALF_HEIGHT_M;
    const at = Math.min(Math.max(s, -half), half);
    const lateral = street.offset + street.slant * at + side * 9;
    const houseNumber = street.first + Math.floor((at + half) / HOUSE_FRONT_M) * 2 + (side > 0 ? 1 : 2);
    const block = Math.floor((at + half) / LANDMARK_EVERY_M);
    const key = block * 7 + streets.indexOf(street) * 13;
    // A landmark's front takes a third of its block.
    const inFront = (at + half) % LANDMARK_EVERY_M < LANDMARK_EVERY_M / 3;
    const landmark = inFront
      ? `${NAMES[key % NAMES.length]}${TYPES[(key * 3 + block) % TYPES.length]}`
      : null;
    const crossing = streets
      .filter(({ across }) => across !== street.across)
      .reduce((near, each) => (Math.abs(each.offset - at) < Math.abs(near.offset - at) ? each : near));
    const [x, y] = street.across ? [at, lateral] : [lateral, at];
    return { street: street.name, x, y, houseNumber, landmark, crossStreet: crossing.name };
  };
  // Few places draw many incidents: weights fall with the rank (Zipf).
  const busy = Array.from({ length: 240 }, () => {
    const street = random.pick(streets);
    const half = street.across ? HALF_WIDTH_M : HALF_HEIGHT_M;
    const block = Math.floor(random.between(0, (2 * half) / LANDMARK_EVERY_M));
    return { street, s: -half + block * LANDMARK_EVERY_M + 20, side: random.chance(0.5) ? 1 : -1 };
  });
  const weights = busy.map((_, rank) => 1 / (rank + 6));
  return {
    anySpot(random) {
      if (random.chance(0.5)) {
        const { street, s, side } = busy[random.weighted(weights)]!;
        return spotOn(street, s + random.normal() * 18, side);
      }
      const street = random.pick(streets);
      const half = street.across ? HALF_WIDTH_M : HALF_HEIGHT_M;
      return spotOn(street, random.between(-half, half), random.chance(0.5) ? 1 : -1);
    },
    along(spot, metres) {
      const street = streets.find(({ name }) => name === spot.street)!;
      return spotOn(street, (street.across ? spot.x : spot.y) + metres, spot.houseNumber % 2 === 1 ? 1 : -1);
    },
    toDegrees: (x, y) => ({
      lon: CENTRE.lon + x / (METRES_PER_DEGREE * Math.cos((CENTRE.lat * Math.PI) / 180)),
      lat: CENTRE.lat + y / METRES_PER_DEGREE,
    }),
  };
};
