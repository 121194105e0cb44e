import { ApiError } from '../../shared/api.ts';
import type { Say } from '../../shared/language.ts';
import { InsecurePageError } from '../proof/prove.ts';

const MINUTE_S = 60;

const waitOf = (error: ApiError, say: Say): string => {
  const seconds = Number(
    (error.problem as { retryAfterSeconds?: number } | undefined)?.retryAfterSeconds ?? 0,
  );
  if (seconds <= 0) return say('请稍后再试', 'Try again later');
  if (seconds < MINUTE_S) return say(`请 ${seconds} 秒后再试`, `Try again in ${seconds} seconds`);
  const minutes = Math.ceil(seconds / MINUTE_S);
  return say(`请约 ${minutes} 分钟后再试`, `Try again in about ${minutes} minutes`);
};

/** What went wrong, and what to do now, without a code. */
export const plainWords = (error: unknown, say: Say): string => {
  if (error instanceof InsecurePageError)
    return say(
      '请用 https 打头的网址打开本页，或拨打 12345。',
      'Open this page by its https address, or call 12345.',
    );
  if (!(error instanceof ApiError))
    return say('出了点问题，请再试一次，或拨打 12345。', 'Something went wrong. Try again, or call 12345.');
  switch (error.code) {
    case 'away':
      return say(
        '现在连不上网络。填写的内容还在，连上后再点一次。',
        'There is no connection. What you wrote is kept; try again when you are online.',
      );
    case 'publicQuotaExceeded':
    case 'tooManyRequests':
    case 'tooManyAttempts':
    case 'tooMuchAtOnce':
      return say(
        `此刻使用的人太多。${waitOf(error, say)}；紧急情况请拨打 12345。`,
        `Too many people at the moment. ${waitOf(error, say)}; call 12345 if it is urgent.`,
      );
    case 'bodyTooLarge':
    case 'attachmentTooLarge':
      return say('照片太大，请换一张或删去它。', 'A photo is too large: choose another one or remove it.');
    case 'unsupportedMediaType':
    case 'mediaTypeMismatch':
      return say('有一个文件不是照片，请删去它。', 'One of the files is not a photo: remove it.');
    case 'storageFull':
    case 'serverBusy':
    case 'parsersBusy':
    case 'storeUnavailable':
      return say('系统正忙，请过几分钟再试。', 'The system is busy. Try again in a few minutes.');
    case 'idempotencyKeyReused':
      return say(
        '这份内容刚才已提交过（可能在另一个窗口）。要另外反映，请再点一次提交。',
        'This was already sent, perhaps from another window. To report something else, send it once more.',
      );
    default:
      return error.problem?.detail ?? say('出了点问题，请再试一次。', 'Something went wrong. Try again.');
  }
};
