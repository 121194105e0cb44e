import { expect, it } from 'vitest';
import { fragmentOf } from './json-pointer.ts';

it.each([
  [[], '#'],
  [['components', 'schemas', 'Case'], '#/components/schemas/Case'],
  [['paths', '/cases/{caseId}', 'get'], '#/paths/~1cases~1%7BcaseId%7D/get'],
  [['a~b', ''], '#/a~0b/'],
])('%j is written %s', (path, fragment) => expect(fragmentOf(...path)).toBe(fragment));
