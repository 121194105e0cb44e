import type { z } from 'zod';
import type { Framer, WireRecord } from './record.ts';
import type { RequestKind, RequestProgress, WireRequest } from './request.ts';
import type { SettingsWith } from './settings.ts';

/** What must be known about a device to read its frames. */
export interface WirePeer<Settings extends z.ZodRawShape> {
  readonly settings: SettingsWith<Settings>;
  /** HJ 212-2025: 16 bytes. */
  readonly sm4Key?: Uint8Array | undefined;
}

/** A frame that was read. */
export interface ReadFrame<State> {
  readonly ok: true;
  /** What the next frame of this device on this connection has to be read with. */
  readonly state: State;
  readonly records: readonly WireRecord[];
  /** Content of the frame that no record covers: kept as a dead letter, so that nothing is silently dropped. */
  readonly unread?: string;
  /** The whole content of the frame is in `state` until the rest of its message has arrived. */
  readonly waiting?: true;
  /** Password as sent; undefined when the standard or the frame has none. */
  readonly password?: string;
  readonly anomalies: readonly string[];
  /** To be sent back in this order, only after everything above is durable. */
  readonly answers: readonly Buffer[];
  /** What the frame means for requests in progress. */
  readonly progress?: readonly RequestProgress[];
}

export interface UnreadableFrame {
  readonly ok: false;
  readonly detail: string;
}

/** Everything that other code needs from a standard: pure, no clock, no socket. */
export interface WireProtocol<
  State,
  Settings extends z.ZodRawShape = z.ZodRawShape,
  Profile extends z.ZodRawShape = z.ZodRawShape,
> {
  /** As people write it: `GB/T 26875.3`. */
  readonly label: string;
  /** Settings of a device that only this standard has; a missing one has its default. */
  readonly settings: Settings;
  /** What a simulator profile says about a device that uses the standard. */
  readonly profile: Profile;
  /** A device's name in the form in which names are compared; undefined if it is invalid. */
  normalAlias(sent: string): string | undefined;
  readonly hasPasswords: boolean;
  /** The meaning of the end of a device's TCP connection if its settings do not say. */
  readonly connectionEnd: 'offline' | 'silence';
  /** Longest frame that the standard allows. */
  readonly maxFrameBytes: number;
  /** Frames longer than the limit given here, or than the standard's limit if that is shorter, are noise. */
  createFramer(maxFrameBytes?: number): Framer;
  /** The name that the sender gives, read before anything is checked. */
  senderOf(frame: Buffer): string | undefined;
  readonly initialState: State;
  receive(
    state: State,
    frame: Buffer,
    peer: WirePeer<Settings>,
    nowMs: number,
  ): ReadFrame<State> | UnreadableFrame;
  /** What the centre can ask of a device of this standard, by name. */
  readonly requests: Readonly<Record<string, RequestKind>>;
  /**
   * Begins a request, whose parameters match its kind, to the device of `state`: what is to be sent. Undefined for an unknown kind,
   * and for a device that has not sent anything yet: its variant of the protocol is not known then.
   */
  request(
    state: State,
    request: WireRequest,
    nowMs: number,
  ): { readonly state: State; readonly answers: readonly Buffer[] } | undefined;
  /** Time has passed: what has to be sent because of it, and which requests it ends. */
  tick(
    state: State,
    nowMs: number,
  ): {
    readonly state: State;
    readonly answers: readonly Buffer[];
    readonly progress: readonly RequestProgress[];
  };
}
