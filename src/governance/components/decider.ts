import { accepted, type Decider, type Decision, refused } from '../../commands/decider.ts';
import type {
  ComponentChanged,
  ComponentEvent,
  ComponentLocation,
  ComponentRegistered,
  ComponentState,
} from './events.ts';

type Registered = ComponentRegistered['data'];

export type ComponentCommand =
  | { readonly type: 'RegisterComponent'; readonly data: Registered }
  | ({ readonly type: 'ChangeComponent' } & Pick<ComponentChanged['data'], 'changes' | 'changeDate' | 'at'>)
  | {
      readonly type: 'MoveComponent';
      readonly location: ComponentLocation;
      readonly gridCode: string | null;
      readonly changeDate: string;
      readonly at: string;
    }
  | {
      readonly type: 'RemoveComponent';
      readonly reason: string;
      readonly changeDate: string;
      readonly at: string;
    }
  /** A row of an import: registers what is new, changes and moves what differs. */
  | { readonly type: 'ImportComponent'; readonly data: Registered };

/** Stream `component-{id}`: the component as it is now, or null. */
export type ComponentRecord =
  | (Omit<Registered, 'state' | 'at'> & {
      readonly state: ComponentState;
      readonly changeDate: string | null;
    })
  | null;

export const componentStream = (componentId: string): string => `component-${componentId}`;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** One order of fields, so that equal content has equal text. */
const locationOf = ({ lon, lat, address }: ComponentLocation): ComponentLocation => ({ lon, lat, address });

const changesTo = (
  record: NonNullable<ComponentRecord>,
  wanted: ComponentChanged['data']['changes'],
): ComponentChanged['data']['changes'] =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([key, value]) => value !== undefined && !same(value, record[key as keyof typeof record]),
    ),
  );

const decide = (command: ComponentCommand, record: ComponentRecord): Decision<ComponentEvent> => {
  if (command.type === 'RegisterComponent') {
    return record === null
      ? accepted({ type: 'ComponentRegistered', data: command.data })
      : refused('componentExists', '部件已登记', { componentId: record.componentId });
  }
  if (command.type === 'ImportComponent' && record === null) {
    return accepted({ type: 'ComponentRegistered', data: command.data });
  }
  if (record === null) return refused('componentUnknown', '部件未登记');
  const { componentId } = record;
  // An identifier is never reused: a removed component stays removed.
  if (record.state === 'removed') {
    return command.type === 'RemoveComponent'
      ? accepted()
      : refused('componentRemoved', '部件已移除', { componentId });
  }
  const changed = (
    wanted: ComponentChanged['data']['changes'],
    changeDate: string,
    at: string,
  ): ComponentEvent[] => {
    const changes = changesTo(record, wanted);
    return Object.keys(changes).length === 0
      ? []
      : [{ type: 'ComponentChanged', data: { componentId, changes, changeDate, at } }];
  };
  const moved = (
    to: ComponentLocation,
    gridCode: string | null,
    changeDate: string,
    at: string,
  ): ComponentEvent[] => {
    const location = locationOf(to);
    return same([location, gridCode], [locationOf(record.location), record.gridCode])
      ? []
      : [{ type: 'ComponentMoved', data: { componentId, location, gridCode, changeDate, at } }];
  };
  switch (command.type) {
    case 'ChangeComponent':
      return accepted(...changed(command.changes, command.changeDate, command.at));
    case 'MoveComponent':
      return accepted(...moved(command.location, command.gridCode, command.changeDate, command.at));
    case 'RemoveComponent': {
      const { changeDate, at } = command;
      const reason = command.reason.trim();
      if (reason === '') return refused('reasonMissing', '请填写移除部件的原因');
      return accepted({ type: 'ComponentRemoved', data: { componentId, reason, changeDate, at } });
    }
    case 'ImportComponent': {
      const { name, bodies, state, source, remark, location, gridCode, initialDate, at } = command.data;
      return accepted(
        ...changed({ name, bodies, state, source, remark }, initialDate, at),
        ...moved(location, gridCode, initialDate, at),
      );
    }
    default:
      return command satisfies never;
  }
};

const evolve = (record: ComponentRecord, event: ComponentEvent): ComponentRecord => {
  switch (event.type) {
    case 'ComponentRegistered': {
      const { at: _at, ...data } = event.data;
      return { ...data, changeDate: null };
    }
    case 'ComponentChanged':
      return record && { ...record, ...event.data.changes, changeDate: event.data.changeDate };
    case 'ComponentMoved': {
      const { location, gridCode, changeDate } = event.data;
      return record && { ...record, location, gridCode, changeDate };
    }
    case 'ComponentRemoved':
      return record && { ...record, state: 'removed', changeDate: event.data.changeDate };
    default:
      return event satisfies never;
  }
};

/** The register of components (部件). Identifier and position are checked where they enter (`componentIdProblem`). */
export const componentDecider: Decider<ComponentRecord, ComponentCommand, ComponentEvent> = {
  initialState: null,
  decide,
  evolve,
};
