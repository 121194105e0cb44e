import { loadDevices } from '../../../projections/sensing/device-list/queries.ts';
import { registerFromSheet } from '../../application/imports/device-import.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { createSheetReaders } from '../../foreign-bytes/sheet-readers.ts';
import { devicePolicy } from '../../identity/policy/index.ts';
import { runInTurns } from '../../platform/turns.ts';
import { type DeviceInSheet, judgeDevices } from '../../sensing/index.ts';
import { holdersOf } from '../access.ts';
import { devicesImported } from '../answers/devices.ts';
import { auditedBy } from '../audit-requests.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { at, isAllowed, scopesOf } from '../policy.ts';
import { commandContext, settle } from '../request.ts';
import { importEndpoint } from '../upload.ts';

/** An entry of a list, by its id or by its name. */
const named = <Entry>(
  entries: readonly Entry[],
  idOf: (entry: Entry) => string,
  nameOf: (entry: Entry) => string,
) => {
  const ids = new Map([
    ...entries.map((entry) => [nameOf(entry), idOf(entry)] as const),
    ...entries.map((entry) => [idOf(entry), idOf(entry)] as const),
  ]);
  return (text: string): string | undefined => ids.get(text);
};

/** Many devices at once, from a sheet. */
export const deviceImportRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, keys, audit } = deps.core;
  const handle = createCommandHandler(store);
  const readSheet = createSheetReaders(deps.foreignBytes).device;

  importEndpoint(app, {
    path: '/devices/import',
    maxBytes: deps.config.YIWANG_IMPORT_MAX_BYTES,
    imported: devicesImported,
    access: holdersOf('device:manage'),
    tag: 'devices',
    summary:
      'Devices from CSV or XLSX: checked, and with `dryRun=false` registered; their secrets are shown this once, and the import is audited',
    query: {},
    async check(context, { bytes }) {
      scopesOf(context, deps, 'device:manage');
      const sheet = await readSheet(bytes);
      const rows = await loadDevices(
        sql,
        sheet.records.map(({ values }) => values.deviceId!),
      );
      const registered = new Map(rows.map((row) => [row.device_id, row]));
      const known = (device: DeviceInSheet): 'same' | 'other' | undefined => {
        const row = registered.get(device.deviceId);
        if (row === undefined) return undefined;
        const isSame =
          row.status === 'active' &&
          row.name === device.name &&
          row.model_id === device.modelId &&
          row.lon === device.location.lon &&
          row.lat === device.location.lat &&
          row.department_id === device.departmentId &&
          row.report_interval_seconds === device.reportIntervalSeconds;
        return isSame ? 'same' : 'other';
      };
      const { reference, config } = deps;
      const locator = reference.locator();
      return runInTurns(
        judgeDevices(sheet, {
          modelId: named(
            [...reference.models().values()],
            ({ modelId }) => modelId,
            ({ name }) => name,
          ),
          departmentId: named(
            [...reference.departments().values()],
            (row) => row.department_id,
            ({ name }) => name,
          ),
          placeOf: (point) => {
            const division = locator.divisionOf(point);
            return division && { divisionCode: division.code, gridCode: locator.gridOf(point)?.code ?? null };
          },
          mayManage: (code) => isAllowed(context, deps, devicePolicy, 'manage', { after: at(code) }),
          known,
          most: config.YIWANG_DEVICE_IMPORT_MAX_DEVICES,
        }),
      );
    },
    async apply(context, { digest }, { devices, unchanged }) {
      // Before the answer, with which their secrets leave the server.
      await audit.record({
        ...auditedBy(context),
        action: 'importDevices',
        outcome: 'done',
        object: { kind: 'devices', id: `${devices.length} devices` },
      });
      const done = await registerFromSheet(
        handle,
        keys.deviceSecrets,
        devices,
        commandContext(context, { digest }),
      );
      if (done.last !== undefined) await settle(context, deps, done.last);
      const { registered, refused } = done;
      return { registered, unchanged, refused };
    },
  });
};
