import type { DomainEvent } from '../event-store/event-store.ts';

export const ROLES = [
  'gridWorker',
  'acceptor',
  'shiftLeader',
  'dispatcher',
  'departmentManager',
  'handler',
  'supervisionOfficer',
  'leader',
  'deviceManager',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** A right holds for a role within a division (code prefix; `14` is the whole province) and, for department roles, a department. */
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
    /** Names of responsible bodies in a filing standard that this department stands for. */
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
  }
>;
export type UserPasswordChanged = DomainEvent<
  'UserPasswordChanged',
  { readonly userId: string; readonly passwordHash: Sealed; readonly at: string }
>;
export type UserRoleAssigned = DomainEvent<'UserRoleAssigned', { readonly userId: string } & Assignment>;
export type UserRoleRevoked = DomainEvent<
  'UserRoleRevoked',
  { readonly userId: string; readonly assignmentId: string }
>;
export type UserDisabled = DomainEvent<'UserDisabled', { readonly userId: string; readonly reason: string }>;
export type UserEnabled = DomainEvent<'UserEnabled', { readonly userId: string }>;
export type SessionOpened = DomainEvent<
  'SessionOpened',
  { readonly userId: string; readonly sessionId: string; readonly at: string; readonly expiresAt: string }
>;
export type SessionClosed = DomainEvent<
  'SessionClosed',
  { readonly userId: string; readonly sessionId: string; readonly at: string }
>;

/**
 * Stream `person-{personId}`: the key with this id was destroyed, and with it everything that it sealed. A person who comes again has
 * another key.
 */
export type PersonErased = DomainEvent<
  'PersonErased',
  { readonly personId: string; readonly keyId: string; readonly reason: string; readonly at: string }
>;

export type UserEvent =
  | UserRegistered
  | UserPasswordChanged
  | UserRoleAssigned
  | UserRoleRevoked
  | UserDisabled
  | UserEnabled
  | SessionOpened
  | SessionClosed;
