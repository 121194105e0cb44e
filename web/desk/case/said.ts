/** What people said in a step. */
const SAID = ['opinion', 'reason', 'result', 'reply', 'description', 'words'] as const;

export const saidIn = (data: object): string | undefined =>
  SAID.map((name) => (data as Readonly<Record<string, unknown>>)[name]).find(
    (text): text is string => typeof text === 'string' && text !== '',
  );
