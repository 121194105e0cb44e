import { ApiError, api, type Problem, take } from '../../shared/api.ts';
import { currentRecords, fileOf, forgetOld, loadRecords } from '../keep/records.ts';
import { noteReachable, whenReachable } from '../shell/connection.ts';
import { requestOf } from './body.ts';
import { note, noteAgain } from './note.ts';
import { nextToSend } from './order.ts';
import { failureOf } from './outcome.ts';
import { showProgress } from './progress.ts';
import type { PhoneRecord } from './record.ts';
import { uploadFile } from './upload-file.ts';

const LOCK = 'yiwang-phone-sender';
const AGAIN_MS = 30_000;
/** An answer that has not come by then does not come: it is asked for anew, and done once. */
const PATIENCE_MS = 60_000;
/** The phone itself has lost the bytes: cleared by hand, or a broken store. */
const FILE_LOST = {
  code: 'fileLost',
  titleZh: '手机上的照片或录音已丢失，请重新拍摄',
  titleEn: 'The phone has lost a photo or recording: take it again',
};
/** As often as lost files are sent anew in one round. */
const MOST_RESTARTS = 1;

export interface SenderOptions {
  readonly ownerId: string;
  readonly onSignedOut: () => void;
  /** Something was sent: lists have changed. */
  readonly onSent: () => void;
}

/** Sends the files that the server does not have yet. Gives the record with all their ids. */
const sendFiles = async (record: PhoneRecord): Promise<PhoneRecord> => {
  const totalBytes = record.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  let current = record;
  for (const file of record.files) {
    const report = (sent: number): void =>
      showProgress({ recordId: record.id, sentBytes: before + sent, totalBytes });
    report(0);
    if (file.digest === null) {
      const blob = (await fileOf(file.fileId))?.blob;
      if (!blob) throw new ApiError(FILE_LOST as Problem, 400);
      const digest = await uploadFile({
        file,
        blob,
        onBegun: (uploadUrl) => void note(record, { type: 'uploadBegun', fileId: file.fileId, uploadUrl }),
        onProgress: report,
      });
      current = await note(current, { type: 'uploaded', fileId: file.fileId, digest });
    }
    before += file.bytes;
  }
  return current;
};

const post = async (record: PhoneRecord): Promise<{ caseId: string; caseNumber: string }> => {
  const { path, body } = requestOf(record);
  const answer = await take(
    // Where it goes is data: the record says.
    (api.POST as (path: string, init: object) => ReturnType<typeof api.POST>)(
      path as never,
      {
        body,
        headers: { 'idempotency-key': record.id },
        signal: AbortSignal.timeout(PATIENCE_MS),
      } as never,
    ),
  );
  const { content } = record;
  return content.kind === 'step' ? content : (answer as unknown as { caseId: string; caseNumber: string });
};

/**
 * Sends what a person has made on this phone, one record after the other: files first, then what they show. In one tab at a time, and
 * under the name of its maker alone. Nothing is let go before the server has answered.
 */
export const startSender = ({
  ownerId,
  onSignedOut,
  onSent,
}: SenderOptions): { readonly run: () => void; readonly stop: () => void } => {
  let isStopped = false;
  let isWanted = false;
  let isRunning = false;

  /** The session may be somebody else's by now: another tab of a shared phone. */
  const requireOwner = async (): Promise<void> => {
    const { userId } = await take(api.GET('/api/v1/session', { signal: AbortSignal.timeout(PATIENCE_MS) }));
    if (userId !== ownerId) throw new ApiError(undefined, 401);
  };

  /** Whether the round goes on. */
  const sendOne = async (record: PhoneRecord, passedOver: Set<string>): Promise<boolean> => {
    for (let restarts = 0; ; restarts += 1) {
      try {
        await requireOwner();
        const whole = await sendFiles(restarts === 0 ? record : await note(record, { type: 'filesGone' }));
        const { caseId, caseNumber } = await post(whole);
        await note(whole, { type: 'answered', at: new Date().toISOString(), caseId, caseNumber });
        onSent();
        return true;
      } catch (error) {
        const problem = error instanceof ApiError ? error : new ApiError(undefined, 500);
        if (problem.status === 0) noteReachable(false);
        const failure = failureOf(problem);
        if (failure === 'filesGone' && restarts < MOST_RESTARTS) continue;
        if (failure === 'signedOut') onSignedOut();
        if (failure === 'later' || failure === 'signedOut') return false;
        passedOver.add(record.id);
        if (failure === 'passedOver') return true;
        const { problem: told, code } = problem;
        const words = { zh: told?.titleZh ?? '', en: told?.titleEn ?? '' };
        const detail = told?.detail ?? '';
        await note(record, {
          type: 'refused',
          at: new Date().toISOString(),
          code,
          zh: [words.zh, ...(detail === '' || detail === words.zh ? [] : [detail])].join('：'),
          en: words.en,
        });
        return true;
      } finally {
        showProgress(undefined);
      }
    }
  };

  const round = async (): Promise<void> => {
    await loadRecords();
    await noteAgain();
    await forgetOld(Date.now());
    const passedOver = new Set<string>();
    while (!isStopped) {
      const next = nextToSend(currentRecords(), ownerId, passedOver);
      if (next === undefined || !(await sendOne(next, passedOver))) return;
    }
  };

  const run = (): void => {
    isWanted = true;
    if (isRunning || isStopped) return;
    isRunning = true;
    const rounds = async (lock: Lock | null): Promise<void> => {
      while (isWanted && !isStopped) {
        isWanted = false;
        // Another tab is at it; what it leaves comes with the next round.
        if (lock !== null) await round();
      }
    };
    void navigator.locks
      .request(LOCK, { ifAvailable: true }, rounds)
      // A store that fails is tried again with the next round.
      .catch(() => undefined)
      .finally(() => {
        isRunning = false;
        // Asked for while the lock was being given back.
        if (isWanted) run();
      });
  };

  const whenSeen = (): void => {
    if (document.visibilityState === 'visible') run();
  };
  window.addEventListener('online', run);
  document.addEventListener('visibilitychange', whenSeen);
  const forget = whenReachable(run);
  const timer = setInterval(run, AGAIN_MS);
  run();
  return {
    run,
    stop() {
      isStopped = true;
      clearInterval(timer);
      forget();
      window.removeEventListener('online', run);
      document.removeEventListener('visibilitychange', whenSeen);
    },
  };
};
