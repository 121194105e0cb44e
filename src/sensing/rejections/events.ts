import type { DomainEvent } from '../../event-store/event-store.ts';
import type { Words } from '../../platform/words.ts';
import type { RejectionsArchived } from '../carried-events.ts';

/** Why a message could not be accepted. */
export const REJECTION_REASON_TABLE = {
  malformedJson: { zh: '不是有效的 JSON', en: 'Not valid JSON' },
  schemaViolation: { zh: '格式不符', en: 'Does not match the schema' },
  idReusedWithOtherContent: { zh: '编号重复而内容不同', en: 'Id reused with other content' },
  unknownTopic: { zh: '未知主题', en: 'Unknown topic' },
  foreignTopic: { zh: '其他设备的主题', en: 'Topic of another device' },
  payloadTooLarge: { zh: '报文过大', en: 'Too large' },
  undecodableFrame: { zh: '报文无法解析', en: 'Frame cannot be decoded' },
  unreadContent: { zh: '含有不能识别的内容', en: 'Contains unrecognised content' },
  unknownSender: { zh: '未登记的设备', en: 'Sender is not registered' },
  foreignSender: { zh: '连接不属于该设备', en: 'Connection of another sender' },
  wrongPassword: { zh: '访问密码错误', en: 'Wrong password' },
  foreignNetwork: { zh: '来源网段不符', en: 'From another network' },
  unauthenticatedSender: { zh: '来源未验证', en: 'Source not verified' },
} as const satisfies Record<string, Words>;

export type RejectionReason = keyof typeof REJECTION_REASON_TABLE;

/** Stream `rejected-{deviceId}` or `rejected-unknown`: a dead letter. */
export type MessageRejected = DomainEvent<
  'MessageRejected',
  {
    readonly rejectionId: string;
    readonly deviceId: string | null;
    readonly topic: string;
    readonly reason: RejectionReason;
    readonly detail: string;
    readonly receivedAt: string;
    readonly size: number;
    /**
     * Keyed digest of the whole payload's SHA-256, hex: refused payloads can contain passwords and telephone numbers. Empty if
     * the payload was not read, and in events of releases before keyed digests.
     */
    readonly digest: string;
    /** The first bytes of the payload, base64, with apparent personal data masked. */
    readonly payload: string;
    readonly payloadTruncated: boolean;
    /** The payload is here as received: no part of it was cut or masked. */
    readonly payloadIntact: boolean;
  }
>;

export type RejectionReplayed = DomainEvent<
  'RejectionReplayed',
  {
    readonly rejectionId: string;
    readonly deviceId: string | null;
    readonly outcome: string;
    readonly at: string;
  }
>;

export type RejectionDiscarded = DomainEvent<
  'RejectionDiscarded',
  {
    readonly rejectionId: string;
    readonly deviceId: string | null;
    readonly reason: string;
    readonly at: string;
  }
>;

export type RejectionEvent = MessageRejected | RejectionReplayed | RejectionDiscarded | RejectionsArchived;
