import type { CommandContext, CommandHandler, CommandOutcome } from '../../commands/command-handler.ts';
import {
  type CategoryKind,
  type CodeSetData,
  type FilingStandardData,
  filingStandardDecider,
  judgeStandard,
  type StandardImport,
  standardStream,
} from '../../governance/index.ts';
import { runInTurns } from '../../platform/turns.ts';
import type { KnownStandards, SheetReaders } from './ports.ts';

/** Digits of a minor class if no code set states them. */
const MINOR_DIGITS = 2;

export interface StandardImportRequest {
  readonly standardId: string;
  /** Default: that of the previous version. */
  readonly codeSetId: string | undefined;
  /** Kind of the rows that do not state one. */
  readonly kind: CategoryKind | undefined;
}

export interface CheckedStandard extends StandardImport {
  readonly kind: 'checked';
  readonly standardId: string;
  readonly codeSet: CodeSetData | undefined;
  readonly known: FilingStandardData | undefined;
}

/** Data of a standard other than its rows; missing data are copied from the previous version. */
export interface StandardWords {
  readonly name: string | undefined;
  readonly source: string | undefined;
  /** Used as the source if none is given. */
  readonly importedBy: string;
}

export interface StandardImportOptions {
  readonly handle: CommandHandler;
  readonly known: KnownStandards;
  readonly readSheet: SheetReaders['standard'];
}

/** Filing conditions (立案标准) from a sheet: checked, then published as the next version of a standard. */
export const createStandardImport = ({ handle, known, readSheet }: StandardImportOptions) => ({
  /** Changes nothing. */
  async check(
    bytes: Uint8Array,
    { standardId, codeSetId: named, kind }: StandardImportRequest,
  ): Promise<CheckedStandard | { readonly kind: 'unknownCodeSet'; readonly codeSetId: string }> {
    const before = await known.standard(standardId);
    const codeSetId = named ?? before?.codeSetId;
    const codeSet = codeSetId === undefined ? undefined : await known.codeSet(codeSetId);
    if (codeSetId !== undefined && codeSet === undefined) return { kind: 'unknownCodeSet', codeSetId };
    const sheet = await readSheet(bytes, codeSet?.minorDigits ?? MINOR_DIGITS);
    const options = { ...(codeSet ? { codeSet } : {}), ...(kind ? { kind } : {}) };
    const read = await runInTurns(judgeStandard(sheet, options));
    return { ...read, kind: 'checked', standardId, codeSet, known: before };
  },

  publish(
    { standardId, codeSet, known: before, rows }: CheckedStandard,
    { name, source, importedBy }: StandardWords,
    context: CommandContext,
  ): Promise<CommandOutcome<FilingStandardData | null>> {
    const data: Omit<FilingStandardData, 'standardVersion'> = {
      standardId,
      name: name ?? before?.name ?? standardId,
      codeSet: codeSet?.standard ?? before?.codeSet ?? '未注明',
      ...(codeSet === undefined ? {} : { codeSetId: codeSet.codeSetId }),
      synthetic: false,
      source: source ?? `由 ${importedBy} 导入`,
      rows: [...rows],
    };
    return handle({
      stream: standardStream(standardId),
      decider: filingStandardDecider,
      command: { type: 'PublishFilingStandard', data },
      context,
    });
  },
});
