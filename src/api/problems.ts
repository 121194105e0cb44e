import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal } from '../commands/decider.ts';
import { GEOGRAPHY_REFUSALS } from '../geography/index.ts';
import {
  CALENDAR_REFUSALS,
  CASE_REFUSALS,
  CASE_VIEW_REFUSALS,
  HANDOVER_REFUSALS,
  LINK_REFUSALS,
  STANDARD_REFUSALS,
} from '../governance/index.ts';
import { IDENTITY_REFUSALS } from '../identity/index.ts';
import { NOTIFICATION_REFUSALS } from '../notifications/index.ts';
import {
  ALARM_REFUSALS,
  DEVICE_REQUEST_REFUSALS,
  FAMILY_REFUSALS,
  REJECTION_REFUSALS,
  SENSING_REFUSALS,
  STATION_LINES_REFUSALS,
} from '../sensing/index.ts';
import { type Language, languageOf, type Words, wordsIn } from './language.ts';
import { errorsIn, type RequestError } from './request-errors.ts';

/** One row of the table of coded errors. A code is never used again for something else. */
export interface ProblemKind {
  readonly status:
    | 400
    | 401
    | 403
    | 404
    | 405
    | 408
    | 409
    | 410
    | 412
    | 413
    | 415
    | 416
    | 422
    | 423
    | 429
    | 460
    | 500
    | 503
    | 507;
  readonly titleZh: string;
  readonly titleEn: string;
}

export const PROBLEMS: Readonly<Record<string, ProblemKind>> = {
  ...CASE_REFUSALS,
  ...CASE_VIEW_REFUSALS,
  ...STANDARD_REFUSALS,
  ...CALENDAR_REFUSALS,
  ...LINK_REFUSALS,
  ...IDENTITY_REFUSALS,
  ...GEOGRAPHY_REFUSALS,
  ...HANDOVER_REFUSALS,
  ...NOTIFICATION_REFUSALS,
  ...SENSING_REFUSALS,
  ...ALARM_REFUSALS,
  ...DEVICE_REQUEST_REFUSALS,
  ...STATION_LINES_REFUSALS,
  ...FAMILY_REFUSALS,
  ...REJECTION_REFUSALS,
  invalidRequest: { status: 400, titleZh: '请求内容有误', titleEn: 'The request is not valid' },
  notUtf8: { status: 400, titleZh: '文本不是 UTF-8 编码', titleEn: 'The text is not UTF-8' },
  unsupportedCharset: {
    status: 415,
    titleZh: '不支持的字符集',
    titleEn: 'The character set is not supported',
  },
  malformedJson: { status: 400, titleZh: '请求不是有效的 JSON', titleEn: 'The body is not valid JSON' },
  jsonTooDeep: { status: 400, titleZh: 'JSON 嵌套过深', titleEn: 'The JSON is nested too deeply' },
  invalidCursor: { status: 400, titleZh: '分页游标无效', titleEn: 'The cursor is not valid' },
  unauthenticated: { status: 401, titleZh: '请先登录', titleEn: 'Sign in first' },
  wrongCredentials: { status: 401, titleZh: '用户名或密码错误', titleEn: 'Wrong name or password' },
  forgedRequest: {
    status: 403,
    titleZh: '请求不是从本系统页面发出的',
    titleEn: 'The request does not come from a page of this system',
  },
  exportTooLarge: { status: 422, titleZh: '导出内容过多', titleEn: 'Too much to export' },
  forbidden: { status: 403, titleZh: '无权执行此操作', titleEn: 'You may not do this' },
  notFound: { status: 404, titleZh: '未找到', titleEn: 'Not found' },
  methodNotAllowed: { status: 405, titleZh: '不支持此方法', titleEn: 'Method not allowed' },
  alreadyExists: { status: 409, titleZh: '已存在', titleEn: 'Already exists' },
  versionMismatch: { status: 412, titleZh: '内容已被他人更新', titleEn: 'Changed by somebody else' },
  rightsChanged: {
    status: 409,
    titleZh: '您的权限已变更，请重试',
    titleEn: 'Your rights have changed: try again',
  },
  tooManyRequests: { status: 429, titleZh: '请求过于频繁，请稍后再试', titleEn: 'Too many requests' },
  tooManyHeavyQueries: {
    status: 429,
    titleZh: '同时进行的查询过多，请稍后再试',
    titleEn: 'Too many expensive requests at once',
  },
  uploadQuotaExceeded: {
    status: 429,
    titleZh: '未使用的附件过多',
    titleEn: 'Too many unused attachments',
  },
  storageFull: { status: 507, titleZh: '存储空间不足', titleEn: 'Out of storage space' },
  requestCutOff: { status: 400, titleZh: '请求中断', titleEn: 'The request was interrupted' },
  bodyTooSlow: { status: 408, titleZh: '内容传输过慢', titleEn: 'The body arrives too slowly' },
  tooMuchAtOnce: {
    status: 429,
    titleZh: '同时发送的内容过多，请稍后再试',
    titleEn: 'Too much data sent at once',
  },
  serverBusy: { status: 503, titleZh: '系统繁忙，请稍后再试', titleEn: 'The server is busy' },
  bodyTooLarge: { status: 413, titleZh: '内容过大', titleEn: 'The body is too large' },
  unsupportedMediaType: { status: 415, titleZh: '不支持的内容类型', titleEn: 'Unsupported media type' },
  idempotencyKeyReused: {
    status: 422,
    titleZh: 'Idempotency-Key 已用于其他请求',
    titleEn: 'The Idempotency-Key was used for another request',
  },
  sourceNotAllowed: {
    status: 403,
    titleZh: '不能以此来源上报',
    titleEn: 'Your role cannot report from this source',
  },
  outsideProvince: {
    status: 422,
    titleZh: '坐标不在本省范围内',
    titleEn: 'The point is outside the province',
  },
  unknownDivision: { status: 422, titleZh: '行政区划不存在', titleEn: 'Division not found' },
  unknownDepartment: { status: 422, titleZh: '部门不存在', titleEn: 'Department not found' },
  unknownModel: { status: 422, titleZh: '设备型号不存在', titleEn: 'Device model not found' },
  unknownStandardRow: {
    status: 422,
    titleZh: '立案标准不存在',
    titleEn: 'Filing standard row not found',
  },
  noStandardForDate: {
    status: 422,
    titleZh: '该日期没有适用的标准',
    titleEn: 'No standard applies on that date',
  },
  unknownNoiseZone: {
    status: 422,
    titleZh: '没有这类声环境功能区',
    titleEn: 'The standard has no such noise zone',
  },
  tooFewPoints: { status: 422, titleZh: '实测点不足', titleEn: 'Too few measurements' },
  unknownAttachment: { status: 422, titleZh: '附件不存在', titleEn: 'Attachment not found' },
  mediaTypeMismatch: {
    status: 415,
    titleZh: '文件内容与声明的类型不符',
    titleEn: 'The file is not of the declared type',
  },
  attachmentTooLarge: { status: 413, titleZh: '附件过大', titleEn: 'The attachment is too large' },
  rangeNotSatisfiable: {
    status: 416,
    titleZh: '请求的范围超出文件',
    titleEn: 'The range is outside the file',
  },
  tusVersionUnsupported: {
    status: 412,
    titleZh: '不支持的上传协议版本',
    titleEn: 'This version of the upload protocol is not supported',
  },
  uploadUnknown: { status: 404, titleZh: '上传不存在', titleEn: 'Upload not found' },
  uploadExpired: { status: 410, titleZh: '上传已过期', titleEn: 'The upload has expired' },
  uploadOffsetWrong: {
    status: 409,
    titleZh: '上传偏移不符',
    titleEn: 'The offset does not match the upload',
  },
  uploadLocked: { status: 423, titleZh: '上传正在进行', titleEn: 'Another request is writing to the upload' },
  uploadChecksumMismatch: {
    status: 460,
    titleZh: '校验和不符',
    titleEn: 'The checksum does not match',
  },
  tooManyUploads: { status: 429, titleZh: '未完成的上传过多', titleEn: 'Too many unfinished uploads' },
  stillRejected: { status: 422, titleZh: '重放后仍被拒绝', titleEn: 'Rejected again on replay' },
  payloadIncomplete: {
    status: 409,
    titleZh: '保存的内容不完整',
    titleEn: 'The stored payload is incomplete',
  },
  tooManyStreams: { status: 429, titleZh: '实时连接过多', titleEn: 'Too many live streams' },
  tooManyAttempts: { status: 429, titleZh: '尝试过多，请稍后再试', titleEn: 'Too many attempts' },
  parsersBusy: {
    status: 503,
    titleZh: '正在处理的文件过多，请稍后再试',
    titleEn: 'Too many files waiting to be read',
  },
  hashingBusy: { status: 503, titleZh: '系统繁忙，请稍后再试', titleEn: 'Too many sign-ins at once' },
  passwordChangeRequired: {
    status: 403,
    titleZh: '请先修改密码',
    titleEn: 'Change your password first',
  },
  secondFactorRequired: {
    status: 403,
    titleZh: '请先启用动态口令',
    titleEn: 'Enrol a second factor first',
  },
  publicReportsClosed: {
    status: 403,
    titleZh: '网上反映暂未开放，请拨打 12345',
    titleEn: 'Reports by the public are not open here: please call 12345',
  },
  notServedHere: {
    status: 422,
    titleZh: '该地点不在受理范围内，请拨打 12345',
    titleEn: 'This place is not served here: please call 12345',
  },
  placeMissing: {
    status: 422,
    titleZh: '请说明地点：在地图上选点，或写明区县和位置',
    titleEn: 'Say where it is: a point, or the district and words',
  },
  proofInvalid: {
    status: 422,
    titleZh: '验证无效，请重试',
    titleEn: 'The proof of work is missing or was not made for this server',
  },
  proofExpired: { status: 422, titleZh: '验证已过期，请重试', titleEn: 'The challenge has expired' },
  proofTooWeak: { status: 422, titleZh: '验证强度不足', titleEn: 'The proof has too little work' },
  proofUsed: { status: 422, titleZh: '验证已使用，请重试', titleEn: 'The proof was used before' },
  publicQuotaExceeded: {
    status: 429,
    titleZh: '此刻反映的人太多，请稍后再试；紧急情况请拨打 12345',
    titleEn: 'Too many reports at the moment: try again later, or call 12345 if it is urgent',
  },
  trackingCodeUnknown: {
    status: 404,
    titleZh: '没有这个查询码，请核对后再试',
    titleEn: 'There is no report with this code',
  },
  internal: { status: 500, titleZh: '系统错误', titleEn: 'Internal error' },
  storeUnavailable: {
    status: 503,
    titleZh: '存储暂不可用，请稍后重试',
    titleEn: 'The store is unreachable',
  },
};

/**
 * RFC 9457. `code` is our own stable member, and `GET /problems` lists all codes; `title`, `detail` and the messages of `errors` are in
 * the language of `Accept-Language`; `titleZh` and `titleEn` give the title in both.
 */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    titleZh: z.string(),
    titleEn: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    code: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string(), code: z.string().optional() }))
      .optional(),
  })
  .loose()
  .meta({ id: 'Problem' });

/** The members of a problem for programs; `errors` refers to values of the request. */
export type ProblemDetails = Readonly<Record<string, unknown>> & {
  readonly errors?: readonly RequestError[];
};

/** Thrown by routes and middleware, answered as problem+json in one place. */
export class ProblemError extends Error {
  readonly code: string;
  /** Text in addition to the title. */
  readonly words: string | Words | undefined;
  readonly details: ProblemDetails;
  constructor(code: string, words?: string | Words, details: ProblemDetails = {}) {
    super(typeof words === 'object' ? words.zh : (words ?? PROBLEMS[code]?.titleEn ?? code));
    this.name = 'ProblemError';
    this.code = code;
    this.words = words;
    this.details = details;
  }
}

export const throwRefusal = (refusal: Refusal): never => {
  throw new ProblemError(refusal.code, refusal.message, refusal.details);
};

/** Seconds after which a refused request may be retried, unless the refusal gives another time. */
const RETRY_AFTER_SECONDS = 5;

/** Headers required by a status (RFC 9110, sections 10.2.3 and 11.6.1; RFC 6585, section 4). */
const headersOf = (
  { status }: ProblemKind,
  { retryAfterSeconds }: ProblemDetails,
): Record<string, string> => {
  if (status === 401) return { 'www-authenticate': 'Bearer realm="yiwang"' };
  if (status === 429 || status === 503 || status === 507)
    return { 'retry-after': String(Math.ceil(Number(retryAfterSeconds ?? RETRY_AFTER_SECONDS))) };
  // The rest of the body is not awaited: the connection ends with this answer.
  return status === 408 ? { connection: 'close' } : {};
};

const titleOf = ({ titleZh, titleEn }: ProblemKind, language: Language): string =>
  language === 'zh' ? titleZh : titleEn;

/** URL of a code's description. */
export const problemType = (code: string): string => `/problems#${code}`;

/** In the requested language; if the detail exists only in the other one, the title takes its place. */
export const problemResponse = (
  context: Context,
  code: string,
  words?: string | Words,
  details: ProblemDetails = {},
): Response => {
  const kind = PROBLEMS[code] ?? { status: 422 as const, titleZh: '操作被拒绝', titleEn: 'Refused' };
  const language = languageOf(context.req.header('accept-language'));
  const title = titleOf(kind, language);
  const { errors, ...rest } = details;
  return context.json(
    {
      type: problemType(code),
      title,
      titleZh: kind.titleZh,
      titleEn: kind.titleEn,
      status: kind.status,
      detail: (words && wordsIn(words, language)) ?? title,
      instance: context.req.path,
      code,
      ...rest,
      ...(errors === undefined ? {} : { errors: errorsIn(errors, language) }),
    },
    // 460 is defined by the checksum extension of tus and is not an HTTP status.
    kind.status as ContentfulStatusCode,
    {
      'content-type': 'application/problem+json',
      'content-language': language,
      vary: 'Accept-Language',
      ...headersOf(kind, details),
    },
  );
};
