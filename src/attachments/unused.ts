/**
 * Attachments that no event names yet. They are recorded before their bytes are stored, so that a crash in between leaves no
 * untracked bytes, and removed from the record once an event names them or the sweep has deleted them.
 */
export interface UnusedAttachments {
  remember(digest: string): Promise<void>;
  /** The grace period begins again, if the attachment is still recorded. */
  touch(digest: string): Promise<void>;
  forget(digest: string): Promise<void>;
  /** Those whose grace period began before a time. */
  olderThan(epochMs: number): Promise<readonly string[]>;
}
