import type { Answer } from './api-client.ts';
import { type Product, startProduct } from './product.ts';

export interface Schema {
  readonly type?: string;
  readonly default?: unknown;
  readonly [key: string]: unknown;
}
export interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly headers?: Readonly<Record<string, unknown>> }>>;
}

/** A product with its OpenAPI document, and two people who call it. */
export interface DocumentedApi {
  readonly product: Product;
  readonly administrator: string;
  readonly worker: string;
  readonly operations: readonly {
    readonly method: string;
    readonly path: string;
    readonly operation: Operation;
  }[];
  /** What every operation may be refused with, by name: operations refer to it. */
  readonly refusals: Readonly<Record<string, Operation['responses'][string]>>;
  ask(
    token: string | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

export const startDocumentedApi = async (): Promise<DocumentedApi> => {
  const product = await startProduct();
  const administrator = await product.signIn('administrator');
  const worker = await product.signIn('gridWorker', '1401');
  const document = (await (await fetch(`${product.baseUrl}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
    components: { responses: Record<string, Operation['responses'][string]> };
  };
  return {
    product,
    administrator,
    worker,
    refusals: document.components.responses,
    operations: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        operation,
      })),
    ),
    ask: (token, method, path, body, headers) => product.call(token, method, `/api/v1${path}`, body, headers),
  };
};
