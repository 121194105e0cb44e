import type { CodeSetData, FilingStandardData } from '../governance/index.ts';

/** What an import does not say itself is taken over from the version before. */
export interface ImportedStandard {
  readonly standardId: string;
  readonly name: string | undefined;
  readonly source: string | undefined;
  readonly codeSet: CodeSetData | undefined;
  readonly known: FilingStandardData | undefined;
  readonly rows: FilingStandardData['rows'];
  /** Stands in for a source where none is named. */
  readonly importedBy: string;
}

export const standardOfImport = (given: ImportedStandard): Omit<FilingStandardData, 'standardVersion'> => {
  const { standardId, codeSet, known, rows } = given;
  return {
    standardId,
    name: given.name ?? known?.name ?? standardId,
    codeSet: codeSet?.standard ?? known?.codeSet ?? '未注明',
    ...(codeSet === undefined ? {} : { codeSetId: codeSet.codeSetId }),
    synthetic: false,
    source: given.source ?? `由 ${given.importedBy} 导入`,
    rows,
  };
};

export interface ImportedCodeSet {
  readonly codeSetId: string;
  readonly standard: string | undefined;
  readonly name: string | undefined;
  readonly source: string | undefined;
  readonly validFrom: string | undefined;
  readonly complete: boolean;
  readonly minorDigits: number;
  readonly known: CodeSetData | undefined;
  readonly majors: CodeSetData['majors'];
  readonly categories: CodeSetData['categories'];
  readonly importedBy: string;
}

export const codeSetOfImport = (given: ImportedCodeSet): Omit<CodeSetData, 'codeSetVersion'> => {
  const { codeSetId, known } = given;
  return {
    codeSetId,
    standard: given.standard ?? known?.standard ?? codeSetId,
    name: given.name ?? known?.name ?? codeSetId,
    validFrom: given.validFrom ?? known?.validFrom ?? null,
    partial: !given.complete,
    note: '',
    source: given.source ?? `由 ${given.importedBy} 导入`,
    minorDigits: given.minorDigits,
    majors: given.majors,
    categories: given.categories,
  };
};
