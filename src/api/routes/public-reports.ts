import { randomBytes } from 'node:crypto';
import { openCase } from '../../application/open-case.ts';
import { issueChallenge, PADDING_BYTES } from '../../application/public-reports/challenge.ts';
import { codeDigestOf, trackingCodeOf } from '../../application/public-reports/tracking-code.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { petitionerOf } from '../../free-text.ts';
import { caseStream } from '../../governance/index.ts';
import { PUBLIC_ACTOR } from '../../identity/policy/index.ts';
import { derivedId } from '../../platform/ids.ts';
import { thePublic } from '../access.ts';
import { challengeAnswer, publicPhotoAnswer, publicReportAnswer } from '../answers/public.ts';
import { placeOf } from '../case-names.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { check, endpoint, plainRoute, requireJsonType } from '../endpoint.ts';
import { keepPhoto, photosOf } from '../public/photos.ts';
import { requirePublic } from '../public/principal.ts';
import {
  PROOF_HEADERS,
  readReportKey,
  reportKey,
  requireProof,
  spendForPhoto,
  spendForReport,
} from '../public/proof.ts';
import { publicReportBody, reportedPlace, requirePublicMatter } from '../public/report.ts';
import { nowIso, requireCaseTiming, settle } from '../request.ts';

const TAG = 'public';
const KEY_HEADER = 'idempotency-key';
const PHOTO_KEY_HEADER = 'x-report-key';
/** As in the register of calls where nobody gave a name. */
const NO_NAME = '未留姓名';
const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/heic'];

/** Reporting without an account: a challenge for the browser, photos, and the report itself. */
export const publicReportRoutes = (app: Api, deps: ApiDeps): void => {
  const { store, vault, keys, commandDigests } = deps.core;
  const key = keys.publicReports;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'post',
    path: '/public/challenges',
    access: thePublic('attach'),
    tag: TAG,
    summary: 'Work for a browser that wants to report: one challenge serves for one report and its photos',
    answer: challengeAnswer,
    handle(context) {
      requirePublic(context, deps, 'attach', {});
      const { YIWANG_PUBLIC_PROOF_BITS: bits, YIWANG_PUBLIC_PROOF_SECONDS: seconds } = deps.config;
      const expiresAtMs = deps.clock.now() + seconds * 1000;
      return {
        challenge: issueChallenge(key, randomBytes, { bits, expiresAtMs }),
        bits,
        paddingBytes: PADDING_BYTES,
        expiresAt: new Date(expiresAtMs).toISOString(),
      };
    },
  });

  plainRoute(
    app,
    {
      method: 'post',
      path: '/public/photos',
      tag: TAG,
      summary: 'Send a photo for the report with this key; only that report can refer to it',
      access: thePublic('attach'),
      request: {
        headers: PROOF_HEADERS.extend({ [PHOTO_KEY_HEADER]: reportKey }),
        body: {
          required: true,
          content: Object.fromEntries(
            PHOTO_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } as const }]),
          ),
        },
      },
      responses: {
        201: { description: 'Kept', content: { 'application/json': { schema: publicPhotoAnswer } } },
      },
    },
    async (context) => {
      requirePublic(context, deps, 'attach', {});
      const challenge = requireProof(context, deps);
      const ofReport = readReportKey(context, PHOTO_KEY_HEADER);
      await spendForPhoto(context, deps, challenge);
      const { digest } = await keepPhoto(context, deps, ofReport);
      return context.json({ photoId: digest }, 201);
    },
  );

  plainRoute(
    app,
    {
      method: 'post',
      path: '/public/reports',
      tag: TAG,
      summary: 'Report a case without an account; a repeat with the same key gets the same tracking code',
      access: thePublic('report'),
      request: {
        headers: PROOF_HEADERS.extend({ [KEY_HEADER]: reportKey }),
        body: { required: true, content: { 'application/json': { schema: publicReportBody } } },
      },
      responses: {
        201: { description: 'Reported', content: { 'application/json': { schema: publicReportAnswer } } },
      },
    },
    async (context) => {
      const challenge = requireProof(context, deps);
      const ofReport = readReportKey(context, KEY_HEADER);
      requireJsonType(context);
      const report = check(publicReportBody, await context.var.body.json());
      const { location, divisionCode, gridCode, inWords } = await reportedPlace(context, deps, report.place);
      const { matterCode, phone } = report;
      if (matterCode !== undefined) await requirePublicMatter(deps, matterCode);
      const photos = await photosOf(deps, ofReport, report.photos);
      const timing = requireCaseTiming(deps);

      const caseId = derivedId('public-case', ofReport);
      const trackingCode = trackingCodeOf(key, caseId);
      const personId = petitionerOf(caseId);
      // A repeat of what was written before its answer was lost: it spends nothing.
      const isRepeat = (await store.readStream(caseStream(caseId), { limit: 1 })).length > 0;
      const spent = isRepeat ? undefined : await spendForReport(context, deps, challenge);
      const outcome = await openCase(
        store,
        handle,
        timing,
        {
          caseId,
          source: 'public',
          reporterId: null,
          petitioner:
            phone === undefined
              ? null
              : async () => ({
                  personId,
                  name: await vault.seal(personId, NO_NAME),
                  phone: await vault.seal(personId, phone),
                }),
          description: report.description,
          location,
          divisionCode,
          gridCode,
          matterCode: matterCode ?? null,
          severity: null,
          photos,
          alarm: null,
          publicReport: {
            codeDigest: codeDigestOf(key, trackingCode),
            ...(inWords ? { placeInWords: true as const } : {}),
          },
          at: nowIso(deps),
        },
        {
          actor: PUBLIC_ACTOR,
          key: ofReport,
          digest: commandDigests(
            `POST ${context.req.path} ${JSON.stringify(report)}`,
            phone === undefined ? undefined : personId,
          ),
        },
      );
      if (!outcome.ok) await spent?.giveBack();
      const state = await settle(context, deps, outcome);
      context.header('etag', undefined);
      const [reported] = await store.readStream(caseStream(caseId), { limit: 1 });
      return context.json(
        {
          trackingCode,
          caseNumber: state.caseNumber,
          place: placeOf(state.divisionCode, deps.reference.divisionNames()),
          reportedAt: reported!.recordedAt,
        },
        201,
      );
    },
  );
};
