/** Who uploaded what, for a limited time: only they may name it before it is attached to something. */
export interface Uploaders {
  /** Durable when it resolves. */
  note(attachmentId: string, userId: string): Promise<void>;
  isUploader(attachmentId: string, userId: string): Promise<boolean>;
}
