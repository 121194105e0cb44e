import { requireOf } from './tools.ts';

const PARSER = '@asyncapi/parser@3.6.6';
const ERROR = 0;

interface Diagnostic {
  readonly severity: number;
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** What the official parser finds wrong with an AsyncAPI document. */
export const checkAsyncApi = async (document: unknown): Promise<readonly string[]> => {
  const { Parser } = (await requireOf(PARSER))('@asyncapi/parser') as {
    Parser: new () => { validate(document: unknown): Promise<readonly Diagnostic[]> };
  };
  const found = await new Parser().validate(document);
  return found
    .filter(({ severity }) => severity === ERROR)
    .map(({ message, path }) => `asyncapi: ${message} ${path.join('/')}`);
};
