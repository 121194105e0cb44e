interface FormSettings {
  readonly YIWANG_ATTACHMENT_MAX_BYTES: number;
  readonly YIWANG_ATTACHMENTS_MAX: number;
  readonly YIWANG_HTTP_MAX_BODY_BYTES: number;
}

/** Largest form with photos, in bytes: as many as one report may have, each as large as it may be, and what is said of them. */
export const largestForm = (settings: FormSettings): number =>
  settings.YIWANG_ATTACHMENT_MAX_BYTES * settings.YIWANG_ATTACHMENTS_MAX +
  settings.YIWANG_HTTP_MAX_BODY_BYTES;
