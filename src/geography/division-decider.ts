import { accepted, type Decider, refused } from '../commands/decider.ts';
import { isDivisionCode, levelOfCode, parentOfCode } from './division-code.ts';
import type { DivisionBoundaryDefined, DivisionDefined } from './events.ts';
import { normaliseGeometry } from './geometry.ts';

export type DivisionEvent = DivisionDefined | DivisionBoundaryDefined;

export type DivisionCommand =
  | { readonly type: 'DefineDivision'; readonly data: DivisionDefined['data'] }
  | { readonly type: 'DefineDivisionBoundary'; readonly data: DivisionBoundaryDefined['data'] };

/** Stream `division-{code}`. */
export interface DivisionState {
  readonly division: DivisionDefined['data'] | null;
  readonly boundary: DivisionBoundaryDefined['data'] | null;
}

export const divisionStream = (code: string): string => `division-${code}`;

/** One order of fields, so that equal content has equal text. */
const divisionData = ({ code, name, level, parent, source }: DivisionDefined['data']) => ({
  code,
  name,
  level,
  parent,
  source,
});
const boundaryData = ({ code, name, geometry, approximate, source }: DivisionBoundaryDefined['data']) => ({
  code,
  name,
  geometry: normaliseGeometry(geometry),
  approximate,
  source,
});
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Defining again with the same content gives no event: shipped data may be loaded at every start. */
export const divisionDecider: Decider<DivisionState, DivisionCommand, DivisionEvent> = {
  initialState: { division: null, boundary: null },
  decide: (command, state) => {
    switch (command.type) {
      case 'DefineDivision': {
        const data = divisionData(command.data);
        if (levelOfCode(data.code) !== data.level || parentOfCode(data.code) !== data.parent) {
          return refused('divisionInvalid', '区划代码、级别与上级代码不一致', { code: data.code });
        }
        if (data.name.trim() === '') return refused('divisionInvalid', '区划名称为空', { code: data.code });
        return same(data, state.division) ? accepted() : accepted({ type: 'DivisionDefined', data });
      }
      case 'DefineDivisionBoundary': {
        if (!isDivisionCode(command.data.code)) {
          return refused('divisionInvalid', '区划代码无效', { code: command.data.code });
        }
        const data = boundaryData(command.data);
        return same(data, state.boundary) ? accepted() : accepted({ type: 'DivisionBoundaryDefined', data });
      }
      default:
        return command satisfies never;
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'DivisionDefined':
        return { ...state, division: divisionData(event.data) };
      case 'DivisionBoundaryDefined':
        return { ...state, boundary: boundaryData(event.data) };
      default:
        return event satisfies never;
    }
  },
};
