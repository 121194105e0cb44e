import { createComponentImport } from '../../application/imports/component-import.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { createSheetReaders } from '../../foreign-bytes/sheet-readers.ts';
import { componentPolicy } from '../../identity/policy/index.ts';
import { holdersOf } from '../access.ts';
import { componentsImported } from '../answers/standards.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { at, requireAllowed } from '../policy.ts';
import { commandContext, nowIso, settle } from '../request.ts';
import { importEndpoint } from '../upload.ts';
import { WHOLE_PROVINCE } from './standards.ts';

export const componentImportRoutes = (app: Api, deps: ApiDeps): void => {
  const components = createComponentImport({
    handle: createCommandHandler(deps.core.store),
    reference: deps.reference,
    readSheet: createSheetReaders(deps.foreignBytes).component,
  });

  importEndpoint(app, {
    path: '/components/import',
    maxBytes: deps.config.YIWANG_IMPORT_MAX_BYTES,
    imported: componentsImported,
    access: holdersOf('component:manage'),
    tag: 'components',
    summary: 'Components from CSV or XLSX: checked, and with `dryRun=false` registered, changed and moved',
    query: {},
    async check(context, { bytes }) {
      const read = await components.check(bytes, nowIso(deps));
      // Someone without the right learns nothing about the register, even if no row can be read.
      if (read.components.length === 0)
        requireAllowed(context, deps, componentPolicy, 'manage', { after: at(WHOLE_PROVINCE.divisionCode) });
      for (const divisionCode of new Set(read.components.map((each) => each.divisionCode))) {
        requireAllowed(context, deps, componentPolicy, 'manage', { after: at(divisionCode) });
      }
      return read;
    },
    async apply(context, { digest }, read) {
      const { last, ...imported } = await components.write(read, commandContext(context, { digest }));
      if (last !== undefined) await settle(context, deps, last);
      return imported;
    },
  });
};
