/** A photo that is being scaled, or a recording that goes on. `finish`: ends it early with what there is. */
interface Work {
  readonly done: Promise<unknown>;
  readonly finish?: () => void;
}

const works = new Map<string, Set<Work>>();

/** Notes that a file of a record is still being made. */
export const noteWork = (recordId: string, work: Work): void => {
  const ofRecord = works.get(recordId) ?? new Set();
  works.set(recordId, ofRecord.add(work));
  const forget = (): boolean => ofRecord.delete(work);
  work.done.then(forget, forget);
};

/** Ends and awaits what is being made for a record: it is submitted with all its files. Throws where one of them could not be kept. */
export const finishWork = async (recordId: string): Promise<void> => {
  const ofRecord = [...(works.get(recordId) ?? [])];
  for (const { finish } of ofRecord) finish?.();
  const ends = await Promise.allSettled(ofRecord.map(({ done }) => done));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};
