import { accepted, type Decider, refused } from '../commands/decider.ts';
import { isDivisionCode } from './division-code.ts';
import type { GridDefined, GridRemoved } from './events.ts';
import { normaliseGeometry } from './geometry.ts';
import { GRID_CODE } from './grid-import.ts';

export type GridEvent = GridDefined | GridRemoved;

export type GridCommand =
  | { readonly type: 'DefineGrid'; readonly data: GridDefined['data'] }
  | {
      readonly type: 'RemoveGrid';
      readonly code: string;
      readonly reason: string;
      readonly successorCode?: string;
    };

/** Stream `grid-{code}`. */
export type GridState =
  | { readonly status: 'unknown' }
  | { readonly status: 'defined'; readonly grid: GridDefined['data'] }
  | { readonly status: 'removed' };

export const gridStream = (code: string): string => `grid-${code}`;

const gridData = ({
  code,
  name,
  divisionCode,
  geometry,
  workerId,
  synthetic,
}: GridDefined['data']): GridDefined['data'] => ({
  code,
  name,
  divisionCode,
  geometry: normaliseGeometry(geometry),
  workerId,
  synthetic,
});

/** A removed grid may be defined again. Geometry is validated where it enters (`parseAreaGeometry`). */
export const gridDecider: Decider<GridState, GridCommand, GridEvent> = {
  initialState: { status: 'unknown' },
  decide: (command, state) => {
    switch (command.type) {
      case 'DefineGrid': {
        const data = gridData(command.data);
        const problem = !GRID_CODE.test(data.code)
          ? '网格编码应为 1 至 32 位字母、数字或连字符'
          : !isDivisionCode(data.divisionCode)
            ? '区划代码无效'
            : data.name.trim() === ''
              ? '网格名称为空'
              : null;
        if (problem !== null) return refused('gridInvalid', problem, { code: data.code });
        const unchanged = state.status === 'defined' && JSON.stringify(state.grid) === JSON.stringify(data);
        return unchanged ? accepted() : accepted({ type: 'GridDefined', data });
      }
      case 'RemoveGrid': {
        const { code, successorCode } = command;
        const reason = command.reason.trim();
        if (state.status === 'unknown') return refused('gridNotFound', `责任网格 ${code} 不存在`);
        if (state.status === 'removed') return accepted();
        if (reason === '') return refused('reasonMissing', '请填写撤销网格的原因');
        if (successorCode === code) return refused('gridInvalid', '接管网格不能是被撤销的网格', { code });
        const data = { code, reason, ...(successorCode === undefined ? {} : { successorCode }) };
        return accepted({ type: 'GridRemoved', data });
      }
      default:
        return command satisfies never;
    }
  },
  evolve: (_state, event) => {
    switch (event.type) {
      case 'GridDefined':
        return { status: 'defined', grid: gridData(event.data) };
      case 'GridRemoved':
        return { status: 'removed' };
      default:
        return event satisfies never;
    }
  },
};
