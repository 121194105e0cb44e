/** A device of the demo city. Positions are within the six districts; names are synthetic. */
export interface DemoDevice {
  readonly deviceId: string;
  readonly name: string;
  readonly modelId: string;
  readonly lon: number;
  readonly lat: number;
  /** It reports at least this often: in its past exactly so, live as the scenario says. */
  readonly reportIntervalSeconds: number;
}

const HOUR = 3600;
/** By model; every hour for the others. */
const INTERVALS: Readonly<Record<string, number>> = {
  'rain-gauge': 300,
  'energy-meter': 1800,
  'gas-detector': 1800,
  'road-water-gauge': 1800,
};

const device = (deviceId: string, name: string, modelId: string, lon: number, lat: number): DemoDevice => ({
  deviceId,
  name,
  modelId,
  lon,
  lat,
  reportIntervalSeconds: INTERVALS[modelId] ?? HOUR,
});

/** Of every family that is shipped. */
export const DEMO_DEVICES: readonly DemoDevice[] = [
  device('air-yingze', '迎泽空气站（演示）', 'air-station', 112.565, 37.858),
  device('air-xiaodian', '小店空气站（演示）', 'air-station', 112.56, 37.75),
  device('air-wanbailin', '万柏林空气站（演示）', 'air-station', 112.5, 37.86),
  device('air-jiancaoping', '尖草坪空气站（演示）', 'air-station', 112.49, 37.94),
  device('air-jinyuan', '晋源空气站（演示）', 'air-station', 112.47, 37.73),
  device('air-xinghualing', '杏花岭空气站（演示）', 'air-station', 112.58, 37.89),
  device('water-fen-north', '汾河水质站北（演示）', 'water-quality-station', 112.52, 37.91),
  device('water-fen-south', '汾河水质站南（演示）', 'water-quality-station', 112.53, 37.77),
  device('water-jin-river', '晋水水质站（演示）', 'water-quality-station', 112.45, 37.72),
  device('noise-liuxiang', '柳巷噪声仪（演示）', 'noise-meter', 112.567, 37.868),
  device('noise-changfeng', '长风噪声仪（演示）', 'noise-meter', 112.55, 37.81),
  device('noise-xueyuan', '学府噪声仪（演示）', 'noise-meter', 112.56, 37.79),
  device('noise-hexi', '河西噪声仪（演示）', 'noise-meter', 112.51, 37.87),
  device('river-fen-upper', '汾河上游水位站（演示）', 'river-gauge', 112.5, 37.93),
  device('river-fen-middle', '汾河中段水位站（演示）', 'river-gauge', 112.53, 37.85),
  device('river-fen-lower', '汾河下游水位站（演示）', 'river-gauge', 112.52, 37.74),
  device('rain-dongshan', '东山雨量站（演示）', 'rain-gauge', 112.66, 37.86),
  device('rain-xishan', '西山雨量站（演示）', 'rain-gauge', 112.42, 37.84),
  device('rain-chengnan', '城南雨量站（演示）', 'rain-gauge', 112.55, 37.76),
  device('reservoir-demo', '演示水库站', 'reservoir', 112.45, 37.78),
  device('camera-liuxiang', '柳巷路口摄像机（演示）', 'camera', 112.568, 37.866),
  device('camera-wuyi', '五一广场摄像机（演示）', 'camera', 112.57, 37.86),
  device('camera-binhe', '滨河东路摄像机（演示）', 'camera', 112.535, 37.83),
  device('camera-changfeng', '长风商务区摄像机（演示）', 'camera', 112.545, 37.815),
  device('camera-xuefu', '学府街摄像机（演示）', 'camera', 112.56, 37.785),
  device('camera-hengshan', '恒山路摄像机（演示）', 'camera', 112.495, 37.938),
  device('camera-jinci', '晋祠路摄像机（演示）', 'camera', 112.475, 37.735),
  device('energy-steel', '演示钢铁厂电表', 'energy-meter', 112.49, 37.93),
  device('energy-heating', '演示供热站电表', 'energy-meter', 112.51, 37.8),
  device('energy-hospital', '演示医院电表', 'energy-meter', 112.575, 37.875),
  device('flow-waterworks', '演示自来水厂流量计', 'fluid-meter', 112.5, 37.9),
  device('flow-gas-gate', '演示燃气门站流量计', 'fluid-meter', 112.55, 37.74),
  device('flow-heat', '演示热力首站流量计', 'fluid-meter', 112.52, 37.82),
  device('fire-mall', '演示商场消防传输装置', 'fire-transmitter', 112.568, 37.862),
  device('fire-hotel', '演示酒店消防传输装置', 'fire-transmitter', 112.555, 37.855),
  device('smoke-old-lane-1', '老街一号烟感（演示）', 'smoke-detector', 112.574, 37.869),
  device('smoke-old-lane-2', '老街二号烟感（演示）', 'smoke-detector', 112.5745, 37.8695),
  device('smoke-nursing-home', '养老院烟感（演示）', 'smoke-detector', 112.59, 37.88),
  device('smoke-market', '市场烟感（演示）', 'smoke-detector', 112.53, 37.79),
  device('hydrant-yingze', '迎泽消火栓（演示）', 'fire-water-gauge', 112.57, 37.855),
  device('hydrant-hexi', '河西消火栓（演示）', 'fire-water-gauge', 112.505, 37.865),
  device('forest-xishan', '西山林区瞭望摄像机（演示）', 'forest-camera', 112.43, 37.87),
  device('forest-dongshan', '东山林区瞭望摄像机（演示）', 'forest-camera', 112.65, 37.88),
  device('forest-weather', '西山林区气象站（演示）', 'forest-weather-station', 112.43, 37.86),
  device('grass-yangqu', '东山草地监测站（演示）', 'grassland-station', 112.64, 37.9),
  device('crack-xishan-1', '西山一号裂缝计（演示）', 'crack-gauge', 112.44, 37.83),
  device('crack-xishan-2', '西山二号裂缝计（演示）', 'crack-gauge', 112.441, 37.831),
  device('crack-dongshan', '东山裂缝计（演示）', 'crack-gauge', 112.63, 37.87),
  device('gnss-xishan', '西山位移站（演示）', 'gnss-station', 112.442, 37.832),
  device('gnss-dongshan', '东山位移站（演示）', 'gnss-station', 112.632, 37.872),
  device('slope-xishan', '西山边坡站（演示）', 'slope-station', 112.445, 37.835),
  device('slope-dongshan', '东山边坡站（演示）', 'slope-station', 112.628, 37.868),
  device('mud-xishan', '西山泥水位计（演示）', 'mud-level-gauge', 112.44, 37.84),
  device('manhole-yingze-1', '迎泽大街一号井盖（演示）', 'manhole-cover', 112.56, 37.86),
  device('manhole-yingze-2', '迎泽大街二号井盖（演示）', 'manhole-cover', 112.562, 37.86),
  device('manhole-wucheng', '坞城路井盖（演示）', 'manhole-cover', 112.57, 37.8),
  device('manhole-qianfeng', '千峰路井盖（演示）', 'manhole-cover', 112.5, 37.86),
  device('underpass-taoyuan', '桃园下穿积水站（演示）', 'road-water-gauge', 112.545, 37.865),
  device('underpass-nanneihuan', '南内环下穿积水站（演示）', 'road-water-gauge', 112.55, 37.835),
  device('underpass-jianshe', '建设路下穿积水站（演示）', 'road-water-gauge', 112.585, 37.85),
  device('gas-food-street', '食品街燃气探测器（演示）', 'gas-detector', 112.567, 37.865),
  device('gas-school', '学校食堂燃气探测器（演示）', 'gas-detector', 112.555, 37.78),
  device('gas-well', '阀门井燃气探测器（演示）', 'gas-detector', 112.53, 37.88),
  device('lights-binhe', '滨河东路路灯（演示）', 'street-light', 112.537, 37.84),
  device('lights-longcheng', '龙城大街路灯（演示）', 'street-light', 112.56, 37.73),
  device('lights-taoyuan', '桃园路路灯（演示）', 'street-light', 112.545, 37.87),
  device('soil-jinyuan', '晋源墒情站（演示）', 'soil-station', 112.46, 37.72),
  device('soil-xiaodian', '小店墒情站（演示）', 'soil-station', 112.58, 37.71),
  device('soil-jiancaoping', '尖草坪墒情站（演示）', 'soil-station', 112.465, 37.725),
];

/** What is out of the ordinary in their past. */
export const PAST_OF_DEVICES: Readonly<
  Record<string, { readonly silentHours?: number; readonly faultStorm?: number }>
> = {
  'flow-heat': { silentHours: 40 },
  'noise-hexi': { silentHours: 8 },
  'fire-mall': { faultStorm: 60 },
};
