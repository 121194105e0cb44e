import { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../testing/product.ts';
import { breachesOf } from './hold-to-contract.ts';

interface Answered {
  readonly content?: Readonly<Record<string, { readonly example?: unknown }>>;
}

let product: Product;
let paths: Readonly<
  Record<string, Readonly<Record<string, { readonly responses: Record<string, Answered> }>>>
>;
beforeAll(async () => {
  product = await startProduct();
  ({ paths } = (await (await fetch(`${product.baseUrl}/openapi.json`)).json()) as { paths: typeof paths });
});
afterAll(() => product.stop());

describe('the examples of answers', () => {
  it('exist for every answer and match its schema', () => {
    const wrong: string[] = [];
    for (const definition of product.server.api.openAPIRegistry.definitions) {
      if (definition.type !== 'route') continue;
      const { method, path, responses } = definition.route;
      for (const [status, response] of Object.entries(responses)) {
        if ('$ref' in response) continue;
        const content = response.content?.['application/json'];
        const schema = content !== undefined && 'schema' in content ? content.schema : undefined;
        if (!(schema instanceof z.ZodType)) continue;
        const example = paths[path]![method]!.responses[status]!.content!['application/json']!.example;
        for (const breach of breachesOf(schema, example)) wrong.push(`${method} ${path} ${status} ${breach}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
