import type { z } from 'zod';
import type { Framer, WireRecord } from './record.ts';
import type { RequestKind, RequestProgress, WireRequest } from './request.ts';
import type { SettingsWith } from './settings.ts';

/** What must be known of a device to read its frames. */
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
  /** What the frame means for requests that are under way. */
  readonly progress?: readonly RequestProgress[];
}

export interface UnreadableFrame {
  readonly ok: false;
  readonly detail: string;
}

/** All that is asked about one standard elsewhere: pure, no clock, no socket. */
export interface WireProtocol<
  State,
  Settings extends z.ZodRawShape = z.ZodRawShape,
  Profile extends z.ZodRawShape = z.ZodRawShape,
> {
  /** As people write it: `GB/T 26875.3`. */
  readonly label: string;
  /** Settings of a device that this standard alone has; one that is absent has its default. */
  readonly settings: Settings;
  /** What a simulator profile says to have a device played that speaks the standard. */
  readonly profile: Profile;
  /** A device's name as names are compared; undefined when it cannot be one. */
  normalAlias(sent: string): string | undefined;
  readonly hasPasswords: boolean;
  /** What the end of a device's TCP connection says where its settings do not. */
  readonly connectionEnd: 'offline' | 'silence';
  /** Longest frame that the standard allows. */
  readonly maxFrameBytes: number;
  /** Frames longer than the limit given here, or the standard's own where that is shorter, are noise. */
  createFramer(maxFrameBytes?: number): Framer;
  /** The sender's own name of itself, read before anything is checked. */
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
  /** Time has passed: what is to be sent because of it, and which requests it ends. */
  tick(
    state: State,
    nowMs: number,
  ): {
    readonly state: State;
    readonly answers: readonly Buffer[];
    readonly progress: readonly RequestProgress[];
  };
}
