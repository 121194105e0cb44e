import type { CommandContext, CommandHandler, CommandOutcome } from '../../commands/command-handler.ts';
import {
  type ComponentImport,
  type ComponentRecord,
  componentDecider,
  componentStream,
  judgeComponents,
} from '../../governance/index.ts';
import { runInTurns } from '../../platform/turns.ts';
import { componentContext } from '../component-places.ts';
import type { ReferenceData } from '../reference-data.ts';
import type { SheetReaders } from './ports.ts';

/** Commands of an import run in groups of this many, which the store commits together. */
const AT_ONCE = 100;

type Taken = Extract<CommandOutcome<ComponentRecord>, { ok: true }>;

export interface ImportedComponents {
  /** Registered, changed or moved. */
  readonly written: number;
  readonly unchanged: number;
  readonly refused: readonly { readonly componentId: string; readonly code: string }[];
  /** Outcome of the last component written; undefined if none was. */
  readonly last: Taken | undefined;
}

export interface ComponentImportOptions {
  readonly handle: CommandHandler;
  readonly reference: Pick<ReferenceData, 'codeSets' | 'divisionNames' | 'locator'>;
  readonly readSheet: SheetReaders['component'];
}

/** Components (部件) from a sheet: checked against codes and places, then registered, changed and moved one by one. */
export const createComponentImport = ({ handle, reference, readSheet }: ComponentImportOptions) => ({
  /** Changes nothing. `at`: when the components are recorded. */
  async check(bytes: Uint8Array, at: string): Promise<ComponentImport> {
    const sheet = await readSheet(bytes);
    return runInTurns(judgeComponents(sheet, componentContext(reference, at)));
  },

  /**
   * A refused component does not affect the others. With a key in the context each component gets a separate key; an expected version
   * would not be that of any component, and is ignored.
   */
  async write(
    { components }: Pick<ComponentImport, 'components'>,
    { expectedVersion: _none, key, ...context }: CommandContext,
  ): Promise<ImportedComponents> {
    let [written, unchanged] = [0, 0];
    let last: Taken | undefined;
    const refused: { componentId: string; code: string }[] = [];
    for (let from = 0; from < components.length; from += AT_ONCE) {
      const outcomes = await Promise.all(
        components.slice(from, from + AT_ONCE).map(async (data) => ({
          componentId: data.componentId,
          outcome: await handle({
            stream: componentStream(data.componentId),
            decider: componentDecider,
            command: { type: 'ImportComponent', data },
            context: { ...context, ...(key === undefined ? {} : { key: `${key} ${data.componentId}` }) },
          }),
        })),
      );
      for (const { componentId, outcome } of outcomes) {
        if (!outcome.ok) refused.push({ componentId, code: outcome.refusal.code });
        else if (outcome.position === undefined) unchanged += 1;
        else {
          written += 1;
          last = outcome;
        }
      }
    }
    return { written, unchanged, refused, last };
  },
});
