import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { hoursWithin, runsOf, type Sample, ticksOf } from './series.ts';
import { useWidth } from './use-width.ts';

export type Severity = 'blue' | 'yellow' | 'orange' | 'red';
export interface Threshold {
  readonly value: number;
  readonly severity: Severity;
}

interface Span {
  readonly from: number;
  readonly until: number;
}

export interface CurveProps {
  /** What is measured. */
  readonly name: string;
  readonly unit: string;
  readonly samples: readonly Sample[];
  readonly from: number;
  readonly until: number;
  /** Longer than this without a sample is a gap. */
  readonly gapMs: number;
  readonly thresholds?: readonly Threshold[];
  /** Times that the curve is about: of alarms. */
  readonly spans?: readonly Span[];
}

const HEIGHT = 190;
const TICKS = 5;
const HOURS_APART = 6;
/** Dots of doubtful values, of which a bad day has as many as a good one has good ones. */
const MOST_DOTS = 400;

const hourWords = (at: number): string => {
  const [date, time] = exactMoment(new Date(at).toISOString()).split(' ');
  return /^(00|24):00/.test(time ?? '') ? (date?.slice(5) ?? '') : (time?.slice(0, 5) ?? '');
};

/** A day of one indicator: axis and unit, thresholds dashed in the colour of their level, gaps as gaps, doubtful values hollow. */
export const Curve = ({
  name,
  unit,
  samples,
  from,
  until,
  gapMs,
  thresholds = [],
  spans = [],
}: CurveProps) => {
  const say = useSay();
  const word = useWord();
  const { ref, width } = useWidth<HTMLElement>();
  const [pointed, setPointed] = useState<Sample>();
  const values = samples.map(({ value }) => value);
  const all = [...values, ...thresholds.map(({ value }) => value)];
  const ticks = ticksOf(Math.min(...all), Math.max(...all), TICKS);
  const [lowest, highest] = [ticks[0]!, ticks[ticks.length - 1]!];

  const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.86;
  const left = Math.max(...ticks.map((tick) => String(tick).length)) * letter * 0.62 + 10;
  const [top, right, bottom] = [letter, 12, letter * 1.8];
  const inner = { width: Math.max(1, width - left - right), height: HEIGHT - top - bottom };
  const x = (at: number): number => left + ((at - from) / (until - from)) * inner.width;
  const y = (value: number): number => top + (1 - (value - lowest) / (highest - lowest)) * inner.height;

  const last = samples[samples.length - 1];
  const summary =
    last === undefined
      ? say('这 24 小时没有数据', 'Nothing came in these 24 hours')
      : say(
          `最低 ${Math.min(...values)}，最高 ${Math.max(...values)}，最新 ${last.value} ${unit}（${hourWords(last.at)}）`,
          `lowest ${Math.min(...values)}, highest ${Math.max(...values)}, latest ${last.value} ${unit} (${hourWords(last.at)})`,
        );
  const limits = thresholds.map(({ value, severity }) => `${word('severities', severity)} ${value}`);
  const label = [name, summary, ...limits].join(say('；', '; '));

  return (
    <figure className="curve" ref={ref}>
      <figcaption>
        <span>
          {name}
          {unit === '' ? '' : `，${unit}`}
        </span>
        <span className="curve-value">
          {pointed === undefined
            ? summary
            : `${exactMoment(new Date(pointed.at).toISOString())}  ${pointed.value} ${unit}${pointed.doubtful ? say('（存疑）', ' (doubtful)') : ''}`}
        </span>
      </figcaption>
      {width > 0 && last !== undefined && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={label}
          onPointerMove={(event) => {
            const frame = event.currentTarget.getBoundingClientRect();
            const at = from + ((event.clientX - frame.left - left) / inner.width) * (until - from);
            setPointed(
              samples.reduce((near, each) => (Math.abs(each.at - at) < Math.abs(near.at - at) ? each : near)),
            );
          }}
          onPointerLeave={() => setPointed(undefined)}
        >
          {spans
            .filter((each) => each.until >= from && each.from <= until)
            .map((each) => (
              <rect
                key={each.from}
                className="curve-span"
                x={x(Math.max(from, each.from))}
                y={top}
                width={Math.max(2, x(Math.min(until, each.until)) - x(Math.max(from, each.from)))}
                height={inner.height}
              />
            ))}
          {ticks.map((tick) => (
            <g key={tick}>
              <line className="curve-grid" x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
              <text x={left - 6} y={y(tick) + letter / 3} textAnchor="end">
                {tick}
              </text>
            </g>
          ))}
          {hoursWithin(from, until, HOURS_APART).map((hour) => (
            <text key={hour} x={x(hour)} y={HEIGHT - letter * 0.4} textAnchor="middle">
              {hourWords(hour)}
            </text>
          ))}
          {runsOf(samples, gapMs).map((run) =>
            run.length === 1 ? (
              <circle
                key={run[0]!.at}
                className="curve-alone"
                cx={x(run[0]!.at)}
                cy={y(run[0]!.value)}
                r="2"
              />
            ) : (
              <polyline
                key={run[0]!.at}
                className="curve-line"
                points={run.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
              />
            ),
          )}
          {samples
            .filter(({ doubtful }) => doubtful)
            .slice(-MOST_DOTS)
            .map(({ at, value }) => (
              <circle key={at} className="curve-doubtful" cx={x(at)} cy={y(value)} r="3" />
            ))}
          {thresholds.map(({ value, severity }) => (
            <g key={`${severity} ${value}`} className={`level-${severity}`}>
              <line className="curve-threshold" x1={left} x2={width - right} y1={y(value)} y2={y(value)} />
              <text x={left + 4} y={y(value) - 3}>
                {word('severities', severity)} {value}
              </text>
            </g>
          ))}
          {pointed !== undefined && (
            <circle className="curve-pointed" cx={x(pointed.at)} cy={y(pointed.value)} r="4" />
          )}
        </svg>
      )}
    </figure>
  );
};
