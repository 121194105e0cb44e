import { describe, expect, it } from 'vitest';
import { ProblemError } from '../problems.ts';
import { readForm } from './form.ts';

const TYPE = 'multipart/form-data; boundary=----x';
const part = (name: string, value: string) =>
  `------x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const read = (body: string, type = TYPE) => readForm(Buffer.from(body, 'latin1'), type);

describe('a form', () => {
  it('gives its fields, one that comes twice as a list', async () => {
    const fields = await read(`${part('a', '1')}${part('b', '2')}${part('a', '3')}------x--\r\n`);
    expect({ ...fields }).toEqual({ a: ['1', '3'], b: '2' });
  });

  it.each([
    ['of many small parts', part('a', '').repeat(1_000_000), TYPE],
    ['with headers without an end', `------x\r\n${'a'.repeat(20_000_000)}`, TYPE],
    ['of delimiters alone', '------x'.repeat(2_000_000), TYPE],
    ['without a boundary', part('a', '1'), 'multipart/form-data'],
    [
      'with a boundary that is named elsewhere',
      part('a', '').repeat(200),
      'multipart/form-data; x="boundary=y"; boundary="----x"',
    ],
    ['that is none', 'abc', TYPE],
  ])('%s is refused, and quickly', async (_what, body, type) => {
    const started = performance.now();
    await expect(read(body, type)).rejects.toThrow(ProblemError);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
