import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import type { Point } from '../map/map-view.tsx';
import {
  type Corner,
  LONG_STEP,
  movedBy,
  newCorner,
  STEP,
  withCorner,
  withCornerAfter,
  withoutCorner,
} from './corners.ts';

interface Props {
  readonly corners: readonly Corner[];
  readonly currentId: string | undefined;
  readonly onCurrent: (id: string) => void;
  readonly onChange: (corners: readonly Corner[]) => void;
}

/** Who takes away one corner after the other by keys goes on at the next one. */
const focusBeside = (button: HTMLElement): void => {
  const row = button.closest('li');
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  beside?.querySelector<HTMLElement>(':scope > button:last-child')?.focus();
};

/** The corners of a border as coordinates: typed, moved by the arrow keys, put between others, taken away. Every change is said. */
export const CornerList = ({ corners, currentId, onCurrent, onChange }: Props) => {
  const say = useSay();
  const [said, setSaid] = useState('');
  const change = (next: readonly Corner[], words: string): void => {
    onChange(next);
    setSaid(words);
  };
  const moved = (n: number, point: Point): void =>
    change(
      withCorner(corners, n, point),
      say(
        `顶点 ${n + 1} 移到 ${point.lon}，${point.lat}`,
        `Corner ${n + 1} moved to ${point.lon}, ${point.lat}`,
      ),
    );
  return (
    <section aria-label={say('顶点', 'Corners')}>
      <h3>{say(`顶点（${corners.length}）`, `Corners (${corners.length})`)}</h3>
      <p className="hint">
        {say(
          '点地图添加；拖动顶点移动。键盘：选中顶点后按方向键移动约 1 米，加 Shift 约 10 米。',
          'Click the map to add one, drag one to move it. By keyboard: choose one, arrow keys move it by a metre, with Shift by ten.',
        )}
      </p>
      <ol className="corners">
        {corners.map(({ id, lon, lat }, n) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={currentId === id}
              aria-label={say(`顶点 ${n + 1}`, `Corner ${n + 1}`)}
              onClick={() => onCurrent(id)}
              onKeyDown={(event) => {
                const to = movedBy({ lon, lat }, event.key, event.shiftKey ? LONG_STEP : STEP);
                if (to === undefined) return;
                event.preventDefault();
                onCurrent(id);
                moved(n, to);
              }}
            >
              {n + 1}
            </button>
            <InputNumber
              size="small"
              aria-label={say(`顶点 ${n + 1} 经度`, `Corner ${n + 1} longitude`)}
              value={lon}
              step={STEP}
              onChange={(value) => value !== null && moved(n, { lon: value, lat })}
            />
            <InputNumber
              size="small"
              aria-label={say(`顶点 ${n + 1} 纬度`, `Corner ${n + 1} latitude`)}
              value={lat}
              step={STEP}
              onChange={(value) => value !== null && moved(n, { lon, lat: value })}
            />
            <Button
              size="small"
              aria-label={say(`在顶点 ${n + 1} 后插入`, `Insert after corner ${n + 1}`)}
              onClick={() =>
                change(
                  withCornerAfter(corners, n, newCorner),
                  say(`已在顶点 ${n + 1} 后插入`, `Inserted after corner ${n + 1}`),
                )
              }
            >
              ＋
            </Button>
            <Button
              size="small"
              aria-label={say(`删除顶点 ${n + 1}`, `Remove corner ${n + 1}`)}
              onClick={({ currentTarget }) => {
                focusBeside(currentTarget);
                change(withoutCorner(corners, n), say(`已删除顶点 ${n + 1}`, `Corner ${n + 1} removed`));
              }}
            >
              ×
            </Button>
          </li>
        ))}
      </ol>
      <p className="unseen" role="status">
        {said}
      </p>
    </section>
  );
};
