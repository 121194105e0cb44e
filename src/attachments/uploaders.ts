/** Who uploaded what, until it is old news: only they may name it before it hangs on something. */
export interface Uploaders {
  /** Durable when it resolves. */
  note(attachmentId: string, userId: string): Promise<void>;
  isUploader(attachmentId: string, userId: string): Promise<boolean>;
}
