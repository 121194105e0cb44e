import type { AttachmentLimits } from '../attachments/attachment-store.ts';
import type { Config } from '../config.ts';

/** Largest sizes in bytes, as configured. */
export const attachmentLimits = (config: Config): AttachmentLimits => ({
  photo: config.YIWANG_ATTACHMENT_MAX_BYTES,
  audio: config.YIWANG_AUDIO_MAX_BYTES,
  video: config.YIWANG_VIDEO_MAX_BYTES,
});
