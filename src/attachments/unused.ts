/**
 * Attachments that no event names yet. They are noted before their bytes are kept, so that a crash in between leaves nothing
 * behind that nobody knows of, and forgotten once an event names them or the sweep has taken them away.
 */
export interface UnusedAttachments {
  remember(digest: string): Promise<void>;
  /** The grace period begins again, if the attachment is still recorded. */
  touch(digest: string): Promise<void>;
  forget(digest: string): Promise<void>;
  /** Those whose grace period began before a time. */
  olderThan(epochMs: number): Promise<readonly string[]>;
}
