import type { CommandContext, CommandHandler, CommandOutcome } from '../../commands/command-handler.ts';
import {
  type CategoryKind,
  type CodeSetData,
  type CodeSetImport,
  codeSetDecider,
  codeSetStream,
  judgeCodeSet,
} from '../../governance/index.ts';
import { runInTurns } from '../../platform/turns.ts';
import type { KnownStandards, SheetReaders } from './ports.ts';

/** Digits of a minor class if neither the import nor the previous version states them. */
const MINOR_DIGITS = 2;

export interface CodeSetImportRequest {
  readonly codeSetId: string;
  readonly minorDigits: number | undefined;
  /** Kind of the rows that do not state one. */
  readonly kind: CategoryKind | undefined;
}

export interface CheckedCodeSet extends CodeSetImport {
  readonly codeSetId: string;
  readonly minorDigits: number;
  readonly known: CodeSetData | undefined;
}

/** Data of a code set other than its codes; missing data are copied from the previous version. */
export interface CodeSetWords {
  readonly standard: string | undefined;
  readonly name: string | undefined;
  readonly source: string | undefined;
  readonly validFrom: string | undefined;
  /** The file contains every code of the standard. */
  readonly complete: boolean;
  /** Used as the source if none is given. */
  readonly importedBy: string;
}

export interface CodeSetImportOptions {
  readonly handle: CommandHandler;
  readonly known: Pick<KnownStandards, 'codeSet'>;
  readonly readSheet: SheetReaders['codeSet'];
}

/** Category codes from a sheet: checked, then published as the next version of a code set. */
export const createCodeSetImport = ({ handle, known, readSheet }: CodeSetImportOptions) => ({
  /** Changes nothing. */
  async check(
    bytes: Uint8Array,
    { codeSetId, kind, ...asked }: CodeSetImportRequest,
  ): Promise<CheckedCodeSet> {
    const before = await known.codeSet(codeSetId);
    const minorDigits = asked.minorDigits ?? before?.minorDigits ?? MINOR_DIGITS;
    const sheet = await readSheet(bytes, minorDigits);
    const read = await runInTurns(judgeCodeSet(sheet, kind ? { kind } : {}));
    return { ...read, codeSetId, minorDigits, known: before };
  },

  publish(
    { codeSetId, minorDigits, known: before, majors, categories }: CheckedCodeSet,
    { standard, name, source, validFrom, complete, importedBy }: CodeSetWords,
    context: CommandContext,
  ): Promise<CommandOutcome<CodeSetData | null>> {
    const data: Omit<CodeSetData, 'codeSetVersion'> = {
      codeSetId,
      standard: standard ?? before?.standard ?? codeSetId,
      name: name ?? before?.name ?? codeSetId,
      validFrom: validFrom ?? before?.validFrom ?? null,
      partial: !complete,
      note: '',
      source: source ?? `由 ${importedBy} 导入`,
      minorDigits,
      majors: [...majors],
      categories: [...categories],
    };
    return handle({
      stream: codeSetStream(codeSetId),
      decider: codeSetDecider,
      command: { type: 'PublishCodeSet', data },
      context,
    });
  },
});
