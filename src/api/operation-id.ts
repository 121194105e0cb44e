const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

const nameOf = (part: string): string =>
  part.startsWith('{') ? `By${capital(part.slice(1, -1))}` : part.split('-').map(capital).join('');

/** Name of an operation in generated clients: `getCasesByCaseIdTimeline` for `GET /cases/{caseId}/timeline`. */
export const operationIdOf = (method: string, path: string): string =>
  method + path.split('/').map(nameOf).join('');

/** `/cases/{caseId}` in the router's notation: `/cases/:caseId`. */
export const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');
