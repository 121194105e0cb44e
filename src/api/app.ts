import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import { isConnectionFailure } from '../event-store/postgres/connection-failure.ts';
import { StoreUnavailableError } from '../event-store/store-unavailable.ts';
import { unpublishedYear } from '../governance/index.ts';
import { ParsersBusyError } from '../platform/foreign-bytes/busy.ts';
import { senderOf } from '../platform/network-address.ts';
import { anybody, requireAccess, withAccess } from './access.ts';
import { allowedMethods } from './allowed-methods.ts';
import { asyncApiDocument } from './asyncapi-document.ts';
import { noteRefusedRequest } from './audit-requests.ts';
import { withRequestBody } from './body/request-body.ts';
import { clientAddress, knowClient } from './client-address.ts';
import { compressed } from './compressed.ts';
import type { Api, ApiDeps, ApiEnv } from './deps.ts';
import { holdToContract } from './hold-to-contract.ts';
import { refuseUnstorableUrl } from './json-text.ts';
import { sameWords } from './language.ts';
import { neverStored } from './never-stored.ts';
import { notModified } from './not-modified.ts';
import { readNotificationRules } from './notification-rules.ts';
import { openApiDocument } from './openapi-document.ts';
import { operationsAccess } from './operations-access.ts';
import { problemRoutes } from './problem-list.ts';
import { ProblemError, problemResponse } from './problems.ts';
import { waitForPosition } from './request.ts';
import { alarmRuleDryRunRoutes } from './routes/alarm-rule-dry-run.ts';
import { alarmRuleRoutes } from './routes/alarm-rules.ts';
import { alarmSilenceRoutes } from './routes/alarm-silences.ts';
import { alarmStormRoutes } from './routes/alarm-storms.ts';
import { alarmRoutes } from './routes/alarms.ts';
import { attachmentRoutes } from './routes/attachments.ts';
import { auditLogRoutes } from './routes/audit-log.ts';
import { boardRoutes } from './routes/board.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { caseRelationRoutes } from './routes/case-relations.ts';
import { caseViewRoutes } from './routes/case-views.ts';
import { caseRoutes } from './routes/cases.ts';
import { categoryRoutes } from './routes/categories.ts';
import { componentChangeRoutes } from './routes/component-changes.ts';
import { componentImportRoutes } from './routes/component-import.ts';
import { componentRoutes } from './routes/components.ts';
import { dataQualityRoutes } from './routes/data-quality.ts';
import { departmentRoutes } from './routes/departments.ts';
import { deviceChangeRoutes } from './routes/device-changes.ts';
import { deviceFamilyRoutes } from './routes/device-families.ts';
import { deviceImportRoutes } from './routes/device-import.ts';
import { deviceRegistrationRoutes } from './routes/device-registration.ts';
import { deviceRequestRoutes } from './routes/device-requests.ts';
import { deviceTimelineRoute } from './routes/device-timeline.ts';
import { deviceWireRoutes } from './routes/device-wire.ts';
import { deviceRoutes } from './routes/devices.ts';
import { dispatchRuleTrialRoutes } from './routes/dispatch-rule-trial.ts';
import { dispatchRuleRoutes } from './routes/dispatch-rules.ts';
import { dispatchSuggestionRoutes } from './routes/dispatch-suggestions.ts';
import { dutyRoutes } from './routes/duty.ts';
import { findingRoute } from './routes/findings.ts';
import { gridChangeRoutes } from './routes/grid-changes.ts';
import { gridRoutes } from './routes/grids.ts';
import { indexCalculatorRoutes } from './routes/index-calculators.ts';
import { indexRoutes } from './routes/indices.ts';
import { matterRoutes } from './routes/matters.ts';
import { mySessionRoutes } from './routes/my-sessions.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { personRoutes } from './routes/persons.ts';
import { placeSearchRoute } from './routes/place-search.ts';
import { placeRoutes } from './routes/places.ts';
import { publicFollowRoutes } from './routes/public-follow.ts';
import { publicNearbyRoute } from './routes/public-nearby.ts';
import { publicPlaceRoutes } from './routes/public-places.ts';
import { publicReportRoutes } from './routes/public-reports.ts';
import { rejectedRoutes } from './routes/rejected.ts';
import { rightsChangeRoutes } from './routes/rights-changes.ts';
import { sessionRoutes } from './routes/session.ts';
import { shiftHandoverRoutes } from './routes/shift-handovers.ts';
import { standardVersionRoutes } from './routes/standard-versions.ts';
import { standardRoutes, WHOLE_PROVINCE } from './routes/standards.ts';
import { streamRoutes } from './routes/stream.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { userCredentialRoutes } from './routes/user-credentials.ts';
import { userRightsRoutes } from './routes/user-rights.ts';
import { userRoutes } from './routes/users.ts';
import { webhookDeliveryRoutes } from './routes/webhook-deliveries.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { securityHeaders } from './security-headers.ts';
import { createShares } from './shares/shares.ts';
import { withShares } from './shares/under-way.ts';
import { staticPages } from './static-pages.ts';
import { webPages } from './web-pages.ts';

/** The HTTP face: API under /api/v1, the board at /, operations at the root. */
export const createApi = (deps: ApiDeps): Api => {
  const root: Api = new OpenAPIHono<ApiEnv>();
  const api: Api = new OpenAPIHono<ApiEnv>();

  root.use(knowClient(deps.config));
  root.use(securityHeaders());
  root.use(async (context, next) => {
    const started = performance.now();
    await next();
    deps.metrics.observeRequest(
      routePath(context, -1),
      context.res.status,
      (performance.now() - started) / 1000,
    );
  });

  root.use('/api/*', compressed);
  if (deps.checkAnswers === true) root.use(holdToContract(root));

  const shares = createShares(deps.config, deps.monotonicMs);
  for (const path of ['/readyz', '/metrics', '/openapi.json', '/asyncapi.json'])
    root.use(path, (context, next) => {
      shares.countAnonymous(senderOf(clientAddress(context)));
      return next();
    });
  const mayOperate = operationsAccess(deps.config);
  const ofOperations = ['/metrics'];
  if (!deps.config.YIWANG_API_DOCS_OPEN)
    ofOperations.push('/openapi.json', '/asyncapi.json', '/docs', '/docs/*');
  for (const path of ofOperations)
    root.use(path, async (context, next) => {
      if (!mayOperate(context))
        throw new ProblemError('unauthenticated', {
          zh: '需要运维令牌',
          en: 'the token of operations is needed',
        });
      await next();
    });
  api.use(neverStored);
  api.use(notModified);
  api.use(requireAccess(deps, shares));
  api.use(withShares(deps, shares));
  api.use((context, next) => {
    refuseUnstorableUrl(context.req.url);
    return next();
  });
  api.use(withRequestBody(deps));
  api.use(async (context, next) => {
    context.set('commandDigests', deps.core.commandDigests);
    if (context.req.method === 'GET') await waitForPosition(context, deps);
    await next();
  });

  for (const routes of [
    sessionRoutes,
    mySessionRoutes,
    userRoutes,
    userRightsRoutes,
    userCredentialRoutes,
    departmentRoutes,
    rightsChangeRoutes,
    deviceRoutes,
    deviceWireRoutes,
    deviceRegistrationRoutes,
    deviceImportRoutes,
    deviceChangeRoutes,
    deviceTimelineRoute,
    deviceFamilyRoutes,
    deviceRequestRoutes,
    rejectedRoutes,
    alarmRoutes,
    alarmRuleRoutes,
    alarmRuleDryRunRoutes,
    alarmSilenceRoutes,
    alarmStormRoutes,
    dataQualityRoutes,
    indexRoutes,
    indexCalculatorRoutes,
    caseRoutes,
    caseViewRoutes,
    dutyRoutes,
    shiftHandoverRoutes,
    caseRelationRoutes,
    attachmentRoutes,
    uploadRoutes,
    notificationRoutes,
    webhookRoutes,
    webhookDeliveryRoutes,
    placeRoutes,
    gridRoutes,
    gridChangeRoutes,
    placeSearchRoute,
    standardRoutes,
    standardVersionRoutes,
    matterRoutes,
    categoryRoutes,
    componentRoutes,
    componentChangeRoutes,
    componentImportRoutes,
    dispatchSuggestionRoutes,
    dispatchRuleRoutes,
    dispatchRuleTrialRoutes,
    calendarRoutes,
    boardRoutes,
    findingRoute,
    streamRoutes,
    auditLogRoutes,
    personRoutes,
    publicPlaceRoutes,
    publicNearbyRoute,
    publicReportRoutes,
    publicFollowRoutes,
  ]) {
    routes(api, deps);
  }
  root.route('/api/v1', api);
  operationRoutes(root, deps);
  problemRoutes(root);
  staticPages(root);
  webPages(root);

  root.notFound((context) => {
    const { method, path } = context.req;
    const allowed = allowedMethods(root, path);
    if (allowed.length > 0) context.header('allow', allowed.join(', '));
    return problemResponse(
      context,
      allowed.length > 0 ? 'methodNotAllowed' : 'notFound',
      sameWords(`${method} ${path}`),
    );
  });
  root.onError((error, context) => {
    if (error instanceof ProblemError) {
      noteRefusedRequest(context, deps, error.code);
      return problemResponse(context, error.code, error.words, error.details);
    }
    if (error instanceof ParsersBusyError) {
      const { retryAfterSeconds } = error;
      context.header('retry-after', String(retryAfterSeconds));
      return problemResponse(context, error.code, undefined, { retryAfterSeconds });
    }
    if (error instanceof StoreUnavailableError || isConnectionFailure(error))
      return problemResponse(context, 'storeUnavailable');
    if (error instanceof HTTPException) return error.getResponse();
    // As the route is defined: what was typed into a path may be anything.
    deps.logger.error(
      { err: error, route: `${context.req.method} ${routePath(context, -1)}` },
      'request failed',
    );
    return problemResponse(context, 'internal');
  });
  return root;
};

const operationRoutes = (root: Api, deps: ApiDeps): void => {
  const mayOperate = operationsAccess(deps.config);
  const open = anybody('operations: no person, no device');
  root.get(
    '/healthz',
    withAccess(open, (context: Context) => context.json({ status: 'ok' })),
  );
  root.get(
    '/readyz',
    withAccess(open, async (context: Context) => {
      const store = await deps.core.store.head().then(
        () => true,
        () => false,
      );
      const parked = (store ? await deps.engine.status() : [])
        .filter(({ state }) => state === 'parked')
        .map(({ name }) => name);
      const ready = store && parked.length === 0 && !deps.core.disk.isLow();
      const calendar = deps.reference.caseTiming()?.calendarOf(WHOLE_PROVINCE.divisionCode);
      const missing = calendar && unpublishedYear(calendar, deps.clock.now());
      const detail = {
        store,
        diskLow: deps.core.disk.isLow(),
        parkedProjections: parked,
        /** Deadlines that run into it are provisional; work goes on. */
        calendarYearMissing: missing ?? null,
        /** They notify nobody; the others apply. */
        faultyNotificationRules:
          store && mayOperate(context) ? (await readNotificationRules(deps.core.store)).faulty : [],
      };
      return context.json({ ready, ...(mayOperate(context) ? detail : {}) }, ready ? 200 : 503);
    }),
  );
  root.get(
    '/metrics',
    withAccess(open, async (context: Context) =>
      context.body(await deps.metrics.text(), 200, { 'content-type': deps.metrics.contentType }),
    ),
  );
  root.get(
    '/openapi.json',
    withAccess(open, (context: Context) => context.json(openApiDocument(root))),
  );
  root.get(
    '/asyncapi.json',
    withAccess(open, (context: Context) => context.json(asyncApiDocument())),
  );
};
