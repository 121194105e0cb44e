import { fold } from '../../commands/decider.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import {
  type CodeSetData,
  type CodeSetSheet,
  type ComponentSheet,
  codeSetDecider,
  codeSetStream,
  type FilingStandardData,
  filingStandardDecider,
  type StandardSheet,
  standardStream,
} from '../../governance/index.ts';
import type { DeviceSheet } from '../../sensing/index.ts';
import type { ReferenceData } from '../reference-data.ts';

/** Parses a sheet (CSV or XLSX) into records: a server uses workers for that. */
export interface SheetReaders {
  standard(bytes: Uint8Array, minorDigits: number): Promise<StandardSheet> | StandardSheet;
  codeSet(bytes: Uint8Array, minorDigits: number): Promise<CodeSetSheet> | CodeSetSheet;
  device(bytes: Uint8Array): Promise<DeviceSheet> | DeviceSheet;
  component(bytes: Uint8Array): Promise<ComponentSheet> | ComponentSheet;
}

/** Standards and code sets in the versions in force. */
export interface KnownStandards {
  standard(standardId: string): Promise<FilingStandardData | undefined> | FilingStandardData | undefined;
  codeSet(codeSetId: string): Promise<CodeSetData | undefined> | CodeSetData | undefined;
}

/** From the memory of a running server. */
export const standardsInMemory = (
  reference: Pick<ReferenceData, 'standards' | 'codeSets'>,
): KnownStandards => ({
  standard: (standardId) => reference.standards().get(standardId),
  codeSet: (codeSetId) => reference.codeSets().get(codeSetId),
});

/** From the log, for processes other than the server. */
export const standardsInLog = (store: Pick<EventStore, 'readStream'>): KnownStandards => ({
  standard: async (standardId) =>
    fold(filingStandardDecider, (await store.readStream(standardStream(standardId))) as never) ?? undefined,
  codeSet: async (codeSetId) =>
    fold(codeSetDecider, (await store.readStream(codeSetStream(codeSetId))) as never) ?? undefined,
});
