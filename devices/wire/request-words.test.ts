import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PROTOCOLS, REQUEST_MEMBER_WORDS, WIRE_STANDARDS } from './index.ts';

const kinds = WIRE_STANDARDS.flatMap((standard) => Object.entries(PROTOCOLS[standard].requests));

describe('the parameters of requests', () => {
  it.each(kinds)('have names: %s', (_kind, { parameters, choices = {} }) => {
    const { properties = {} } = z.toJSONSchema(parameters);
    for (const name of [...Object.keys(properties), ...Object.keys(choices)])
      expect(REQUEST_MEMBER_WORDS, name).toHaveProperty(name);
  });

  it('of SL 651 have names for the ids that they take', () => {
    const { choices } = PROTOCOLS.sl651.requests.readElements!;
    expect(choices!.elements!['39']).toEqual({ zh: expect.stringContaining('水位'), en: expect.any(String) });
  });
});
