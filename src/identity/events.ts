import type { DomainEvent } from '../event-store/event-store.ts';
import type { Role } from '../workflows/index.ts';

export { ROLES, type Role } from '../workflows/index.ts';

/** A role applies within a division (code prefix; `14` is the whole province) and, for department roles, a department. */
export interface Assignment {
  readonly assignmentId: string;
  readonly role: Role;
  readonly divisionCode: string;
  readonly departmentId: string | null;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** A personal field, encrypted under its person's key: `v1:{keyId}:{iv}:{ciphertext+tag}`, base64url. */
export type Sealed = string & { readonly __sealed: unique symbol };

/** Stream `department-{id}`. */
export type DepartmentDefined = DomainEvent<
  'DepartmentDefined',
  {
    readonly departmentId: string;
    readonly name: string;
    readonly divisionCode: string;
    /** Names of responsible bodies in a filing standard that mean this department. */
    readonly bodies: readonly string[];
    readonly synthetic: boolean;
  }
>;

/** Stream `user-{id}`. The login name is a staff identifier; display name and password hash are personal fields. */
export type UserRegistered = DomainEvent<
  'UserRegistered',
  {
    readonly userId: string;
    readonly loginName: string;
    readonly displayName: Sealed;
    readonly passwordHash: Sealed;
    /** Somebody else chose the password: its owner may do nothing before choosing another. */
    readonly mustChangePassword: boolean;
    /** Null in events of version 1. */
    readonly at: string | null;
    /** Division that the person belongs to until a role says otherwise; null in events of earlier versions. */
    readonly homeDivision: string | null;
  }
>;
export type UserPasswordChanged = DomainEvent<
  'UserPasswordChanged',
  {
    readonly userId: string;
    readonly passwordHash: Sealed;
    readonly at: string;
    /** By its owner, who knew the old one, or with a reset code. */
    readonly how: 'self' | 'resetCode';
  }
>;
/** An administrator gave a code, once and shown once, with which a new password can be set. */
export type PasswordResetIssued = DomainEvent<
  'PasswordResetIssued',
  {
    readonly userId: string;
    /** Keyed digest of the code. */
    readonly codeDigest: string;
    readonly at: string;
    readonly expiresAt: string;
  }
>;
/** A secret for time-based codes (RFC 6238); it is active once a code of it was entered. */
export type SecondFactorOffered = DomainEvent<
  'SecondFactorOffered',
  { readonly userId: string; readonly secret: Sealed; readonly at: string }
>;
export type SecondFactorEnrolled = DomainEvent<
  'SecondFactorEnrolled',
  {
    readonly userId: string;
    readonly at: string;
    /** Time step of the code that was entered: it and earlier ones cannot be used any more. */
    readonly step: number;
    /** Keyed digests of the recovery codes, each usable once if the device is lost. */
    readonly recoveryDigests: readonly string[];
  }
>;
export type SecondFactorRemoved = DomainEvent<
  'SecondFactorRemoved',
  { readonly userId: string; readonly at: string }
>;
export type UserRoleAssigned = DomainEvent<'UserRoleAssigned', { readonly userId: string } & Assignment>;
export type UserRoleRevoked = DomainEvent<
  'UserRoleRevoked',
  { readonly userId: string; readonly assignmentId: string }
>;
/** A change of somebody's rights, requested by one person and approved by another. */
export type RightsChange =
  | { readonly kind: 'assign'; readonly assignment: Assignment }
  | { readonly kind: 'revoke'; readonly assignmentId: string };
/** Somebody requested a change of rights that a second person has to approve. */
export type RightsChangeRequested = DomainEvent<
  'RightsChangeRequested',
  {
    readonly userId: string;
    readonly requestId: string;
    readonly change: RightsChange;
    /** Id of the requesting user. */
    readonly requestedBy: string;
    readonly at: string;
  }
>;
/** Approved by a second person, and carried out by the events that follow; or not approved, or withdrawn. */
export type RightsChangeDecided = DomainEvent<
  'RightsChangeDecided',
  {
    readonly userId: string;
    readonly requestId: string;
    readonly approved: boolean;
    readonly decidedBy: string;
    readonly reason: string;
    readonly at: string;
  }
>;
export type UserDisabled = DomainEvent<'UserDisabled', { readonly userId: string; readonly reason: string }>;
export type UserEnabled = DomainEvent<'UserEnabled', { readonly userId: string }>;
export type SessionOpened = DomainEvent<
  'SessionOpened',
  {
    readonly userId: string;
    readonly sessionId: string;
    readonly at: string;
    readonly expiresAt: string;
    /** Network of the client (IPv4 /24, IPv6 /48) and keyed digest of its whole address. */
    readonly network: string | null;
    readonly addressKey: string | null;
    readonly secondFactor: UsedFactor | null;
  }
>;
/** What proved the second factor; neither can be used again. */
export type UsedFactor =
  | { readonly kind: 'totp'; readonly step: number }
  | { readonly kind: 'recoveryCode'; readonly digest: string };

export type SessionClosed = DomainEvent<
  'SessionClosed',
  { readonly userId: string; readonly sessionId: string; readonly at: string }
>;

/**
 * Stream `person-{personId}`: the key with this id was destroyed, and with it everything that it sealed. A person who returns gets
 * another key.
 */
export type PersonErased = DomainEvent<
  'PersonErased',
  { readonly personId: string; readonly keyId: string; readonly reason: string; readonly at: string }
>;

export type UserEvent =
  | UserRegistered
  | UserPasswordChanged
  | PasswordResetIssued
  | SecondFactorOffered
  | SecondFactorEnrolled
  | SecondFactorRemoved
  | UserRoleAssigned
  | UserRoleRevoked
  | RightsChangeRequested
  | RightsChangeDecided
  | UserDisabled
  | UserEnabled
  | SessionOpened
  | SessionClosed;
