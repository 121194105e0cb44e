import type { Schemas } from '../../shared/api.ts';

export type TableProblem = Schemas['TableProblem'];

/** What an import says of a file, and with `dryRun=false` what it has brought. */
export interface ImportReport<Imported> {
  readonly dryRun: boolean;
  readonly rows: number;
  readonly valid: number;
  readonly problemCount: number;
  readonly problems: readonly TableProblem[];
  readonly warningCount: number;
  readonly warnings: readonly TableProblem[];
  readonly imported: Imported | null;
}

export interface ImportMode {
  readonly dryRun: boolean;
  /** Rows in which nothing is wrong are taken even where others are wrong. */
  readonly partial: boolean;
}

/** What a request with a sheet as its body has in common; the server tells CSV from XLSX by the bytes. */
export const sheetBody = (file: File, key?: string) => ({
  body: file as never,
  bodySerializer: (body: unknown) => body as BodyInit,
  headers: {
    'content-type': 'application/octet-stream',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  } as never,
});
