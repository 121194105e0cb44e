import type { FileRole, PhoneRecord, RecordFile } from './record.ts';

const digestsOf = (files: readonly RecordFile[], roles: readonly FileRole[]): string[] =>
  files.flatMap(({ role, digest }) => (roles.includes(role) && digest !== null ? [digest] : []));

/** Where a record goes and what it says there, once the server has its files. */
export const requestOf = ({
  content,
  files,
}: PhoneRecord): { readonly path: string; readonly body: Readonly<Record<string, unknown>> } => {
  if (content.kind === 'step') {
    const { caseId, resource, filled, photosAs } = content;
    const photos = photosAs === null ? {} : { [photosAs]: digestsOf(files, ['before', 'after', 'voice']) };
    return { path: `/api/v1/cases/${caseId}/${resource}`, body: { ...filled, ...photos } };
  }
  const { position, address, matterCode, description, component, settled } = content;
  if (position === null) throw new Error('a report without a place cannot be submitted');
  return {
    path: '/api/v1/cases',
    body: {
      source: 'gridWorker',
      description,
      location: { lon: position.lon, lat: position.lat, ...(address === '' ? {} : { address }) },
      ...(matterCode === null ? {} : { matterCode }),
      ...(component === undefined ? {} : { componentId: component.componentId }),
      photos: digestsOf(files, ['before', 'voice']),
      ...(settled === null
        ? {}
        : { selfHandling: { result: settled, photosAfter: digestsOf(files, ['after']) } }),
    },
  };
};
