import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Point } from '../../geography/events.ts';

/** 完好, 破损, 丢失, 废弃, 移除 (GB/T 47678.5, field GLBJZT). `removed` is reached only by removal. */
export const COMPONENT_STATES = ['intact', 'damaged', 'lost', 'abandoned', 'removed'] as const;
export type ComponentState = (typeof COMPONENT_STATES)[number];

/** An organisation: name, and the 18-character unified social credit code (统一社会信用代码) where it is known. */
export interface Organisation {
  readonly name: string;
  readonly code: string | null;
}

export interface ComponentLocation extends Point {
  readonly address: string;
}

export interface ComponentBodies {
  /** 主管部门. */
  readonly inCharge: Organisation;
  /** 权属单位. */
  readonly owner: Organisation | null;
  /** 养护单位. */
  readonly maintainer: Organisation | null;
}

/** Stream `component-{id}`. */
export type ComponentRegistered = DomainEvent<
  'ComponentRegistered',
  {
    readonly componentId: string;
    /** Code set to which the identifier's class belongs. */
    readonly codeSetId: string;
    readonly name: string;
    readonly divisionCode: string;
    readonly majorCode: string;
    readonly minorCode: string;
    readonly bodies: ComponentBodies;
    readonly state: Exclude<ComponentState, 'removed'>;
    readonly location: ComponentLocation;
    readonly gridCode: string | null;
    /** Day of the first record (`YYYY-MM-DD`). */
    readonly initialDate: string;
    readonly source: string;
    readonly remark: string;
    readonly at: string;
  }
>;
export type ComponentChanged = DomainEvent<
  'ComponentChanged',
  {
    readonly componentId: string;
    /** The changed fields; all others are unchanged. */
    readonly changes: {
      readonly name?: string;
      readonly bodies?: ComponentBodies;
      readonly state?: Exclude<ComponentState, 'removed'>;
      readonly source?: string;
      readonly remark?: string;
    };
    readonly changeDate: string;
    readonly at: string;
  }
>;
export type ComponentMoved = DomainEvent<
  'ComponentMoved',
  {
    readonly componentId: string;
    readonly location: ComponentLocation;
    readonly gridCode: string | null;
    readonly changeDate: string;
    readonly at: string;
  }
>;
export type ComponentRemoved = DomainEvent<
  'ComponentRemoved',
  {
    readonly componentId: string;
    readonly reason: string;
    readonly changeDate: string;
    readonly at: string;
  }
>;

export type ComponentEvent = ComponentRegistered | ComponentChanged | ComponentMoved | ComponentRemoved;
