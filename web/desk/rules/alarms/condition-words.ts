import type { Schemas } from '../../../shared/api.ts';
import type { Say } from '../../../shared/language.ts';
import type { Word } from '../../../shared/words.ts';
import { durationWords } from './duration.ts';

type Condition = Schemas['AlarmRule']['condition'];
type Of<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

interface Named {
  readonly say: Say;
  readonly word: Word;
  readonly model: Pick<Schemas['DeviceModel'], 'indicators' | 'detections'> | undefined;
}
interface Levels {
  readonly direction: 'above' | 'below';
  readonly raiseAt: number;
  readonly clearAt: number;
}

const indicatorOf = ({ model }: Named, code: string): { readonly name: string; readonly unit: string } => {
  const [base] = code.split('.');
  const known = model?.indicators.find((each) => each.code === code || each.code === base);
  return { name: known?.name ?? code, unit: known?.unit ?? '' };
};

const measured = (value: number, unit: string): string =>
  unit === '' ? String(value) : /^[%°]/.test(unit) ? `${value}${unit}` : `${value} ${unit}`;

const reached = (name: string, { direction, raiseAt }: Omit<Levels, 'clearAt'>, unit: string): string =>
  `${name} ${direction === 'above' ? '≥' : '≤'} ${measured(raiseAt, unit)}`;

const clears = ({ direction, clearAt }: Levels, unit: string, say: Say): string =>
  direction === 'above'
    ? say(`降到 ${measured(clearAt, unit)} 解除`, `clears at ${measured(clearAt, unit)} or less`)
    : say(`升到 ${measured(clearAt, unit)} 解除`, `clears at ${measured(clearAt, unit)} or more`);

const lasting = (seconds: number, say: Say): string =>
  seconds === 0 ? '' : say(` 持续 ${durationWords(seconds, say)}`, ` for ${durationWords(seconds, say)}`);

const thresholdWords = (condition: Of<'threshold'>, named: Named): readonly string[] => {
  const { say, word } = named;
  const { name, unit } = indicatorOf(named, condition.indicator);
  return [
    reached(name, condition, unit) + lasting(condition.forSeconds, say),
    ...(condition.levels ?? []).map(({ severity, raiseAt }) =>
      say(
        `到 ${measured(raiseAt, unit)} 升为${word('severities', severity)}`,
        `${word('severities', severity)} at ${measured(raiseAt, unit)}`,
      ),
    ),
    clears(condition, unit, say),
  ];
};

const rateWords = (condition: Of<'rateOfChange'>, named: Named): readonly string[] => {
  const { say } = named;
  const { name, unit } = indicatorOf(named, condition.indicator);
  const { windowSeconds, raiseAt, clearAt } = condition;
  const window = durationWords(windowSeconds, say);
  const change = measured(raiseAt, unit);
  return [
    condition.direction === 'rise'
      ? say(`${name} ${window}内上升 ${change} 及以上`, `${name} rises by ${change} or more in ${window}`)
      : say(`${name} ${window}内下降 ${change} 及以上`, `${name} falls by ${change} or more in ${window}`),
    say(
      `变化不超过 ${measured(clearAt, unit)} 解除`,
      `clears at a change of ${measured(clearAt, unit)} or less`,
    ),
  ];
};

const spatialWords = (condition: Of<'spatial'>, named: Named): readonly string[] => {
  const { say } = named;
  const { name, unit } = indicatorOf(named, condition.indicator);
  const { scope, minDevices, minShare, withinSeconds } = condition;
  const area = scope === 'grid' ? say('同一网格', 'one grid') : say('同一区划', 'one division');
  const share = minShare === null ? '' : say(`且占 ${minShare * 100}%`, ` and ${minShare * 100} %`);
  const level = reached(name, condition, unit);
  return [
    say(
      `${area} ${durationWords(withinSeconds, say)}内至少 ${minDevices} 台${share} ${level}`,
      `at least ${minDevices} devices${share} of ${area} within ${durationWords(withinSeconds, say)}: ${level}`,
    ),
    clears(condition, unit, say),
  ];
};

const indexWords = (condition: Of<'index'>, { say, word }: Named): readonly string[] => {
  const name = `${word('indexPeriods', condition.period)}${say('', ' ')}${word('indexKinds', condition.index)}`;
  const { level, grades } = condition;
  const parts = [
    ...(level === null ? [] : [reached(name, level, '')]),
    ...(grades.length === 0
      ? []
      : [say(`${name}为${grades.join('、')}`, `${name} is ${grades.join(' or ')}`)]),
  ];
  return [parts.join(say('，或', ', or ')), ...(level === null ? [] : [clears(level, '', say)])];
};

const partsOf = (condition: Condition, named: Named): readonly string[] => {
  const { say, model } = named;
  switch (condition.kind) {
    case 'threshold':
      return thresholdWords(condition, named);
    case 'rateOfChange':
      return rateWords(condition, named);
    case 'noData': {
      const name = condition.indicator === null ? '' : `${indicatorOf(named, condition.indicator).name} `;
      const span = durationWords(condition.afterSeconds, say);
      return [say(`${span}没有${name === '' ? '' : ` ${name}`}数据`, `no ${name}data for ${span}`)];
    }
    case 'stuck': {
      const { name, unit } = indicatorOf(named, condition.indicator);
      const span = durationWords(condition.forSeconds, say);
      const { tolerance, except = [] } = condition;
      return [
        tolerance === 0
          ? say(`${name} ${span}不变`, `${name} the same for ${span}`)
          : say(
              `${name} ${span}变化不超过 ${measured(tolerance, unit)}`,
              `${name} within ${measured(tolerance, unit)} for ${span}`,
            ),
        ...(except.length === 0 ? [] : [say(`${except.join('、')} 除外`, `except ${except.join(', ')}`)]),
      ];
    }
    case 'composite': {
      const all = condition.parts.map((part) => {
        const { name, unit } = indicatorOf(named, part.indicator);
        return reached(name, part, unit);
      });
      const joined = all.join(condition.mode === 'all' ? say('，且 ', ' and ') : say('，或 ', ' or '));
      return [joined + lasting(condition.forSeconds, say)];
    }
    case 'spatial':
      return spatialWords(condition, named);
    case 'index':
      return indexWords(condition, named);
    case 'detection': {
      const { type, minCount, windowSeconds, minConfidence, eachTrack } = condition;
      const name = model?.detections.find((each) => each.type === type)?.name ?? type;
      const span = durationWords(windowSeconds, say);
      const confidence = Math.round(minConfidence * 100);
      return [
        minCount === 1
          ? name
          : say(`${name} ${span}内 ${minCount} 次`, `${name} ${minCount} times in ${span}`),
        say(`置信度 ${confidence}% 及以上`, `confidence of ${confidence} % or more`),
        ...(eachTrack ? [say('每个部位分别告警', 'each part by itself')] : []),
      ];
    }
  }
};

/** When a rule raises an alarm and when it clears, in words. */
export const conditionWords = (condition: Condition, named: Named): string =>
  partsOf(condition, named).join(named.say('；', '; '));
