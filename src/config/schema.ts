import { z } from 'zod';
import { accountSettings } from './accounts.ts';
import { alarmSettings } from './alarms.ts';
import { attachmentSettings } from './attachments.ts';
import { eventLogSettings } from './event-log.ts';
import { httpLimitSettings } from './http-limits.ts';
import { httpListenerSettings } from './http-listener.ts';
import { liveStreamSettings } from './live-streams.ts';
import { mqttSettings } from './mqtt.ts';
import { operationSettings } from './operation.ts';
import { publicReportSettings } from './public-reports.ts';
import { senderLimitSettings } from './sender-limits.ts';
import { storageSettings } from './storage.ts';
import { webhookSettings } from './webhooks.ts';
import { wireStandardSettings } from './wire-standards.ts';

/**
 * Every setting of the server, by environment variable, in the order of `.env.example` and `docs/settings.md`. Both are
 * generated from these descriptions; a test checks that all three agree.
 */
export const configSchema = z.object({
  ...storageSettings,
  ...httpListenerSettings,
  ...mqttSettings,
  ...senderLimitSettings,
  ...wireStandardSettings,
  ...eventLogSettings,
  ...accountSettings,
  ...httpLimitSettings,
  ...attachmentSettings,
  ...publicReportSettings,
  ...webhookSettings,
  ...alarmSettings,
  ...liveStreamSettings,
  ...operationSettings,
});

export type Config = z.infer<typeof configSchema>;
