import type { Findings } from './findings.ts';
import type { World } from './world.ts';

/** A kind of fault: it happens while devices send, and the world continues afterwards. */
export interface Fault {
  readonly name: string;
  /** Makes it happen, and starts what runs afterwards; returns a description of it. Random numbers are from 0 to 1. */
  inject(world: World, random: () => number): Promise<string>;
}

/** A kind of fault that needs a separate world, from beginning to end. */
export interface Scenario {
  readonly name: string;
  play(): Promise<ScenarioOutcome>;
}

export type ScenarioOutcome =
  | { readonly detail: string; readonly acknowledged: number; readonly findings: Findings }
  /** It cannot happen on this machine, and why. */
  | { readonly skipped: string };

/** A whole number from `from` to `to`. */
export const between = (random: () => number, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));
