export { AUDIT_ACTIONS, type AuditAction } from './actions.ts';
export { type AddressKey, createAddressKey } from './address-key.ts';
export { type AuditEntry, type AuditLog, createAuditLog } from './audit-log.ts';
export type * from './events.ts';
export { networkOf } from './network-of.ts';
