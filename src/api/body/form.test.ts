import { describe, expect, it } from 'vitest';
import { ProblemError } from '../problems.ts';
import { readForm } from './form.ts';

const TYPE = 'multipart/form-data; boundary=----x';
const part = (name: string, value: string) =>
  `------x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const read = (body: string, type = TYPE) => readForm(Buffer.from(body, 'latin1'), type);

describe('a form', () => {
  it('returns its fields, a repeated one as a list', async () => {
    const fields = await read(`${part('a', '1')}${part('b', '2')}${part('a', '3')}------x--\r\n`);
    expect({ ...fields }).toEqual({ a: ['1', '3'], b: '2' });
  });

  const typed = (type: string, value: string) =>
    `------x\r\ncontent-disposition: form-data; name="report"\r\ncontent-type: ${type}\r\n\r\n${value}\r\n------x--\r\n`;
  it.each([
    ['a text in GBK', part('report', '\xbe\xae\xb8\xc7') + part('b', '2'), 'notUtf8'],
    ['a name in GBK', part('\xbe\xae', 'x'), 'notUtf8'],
    ['a text that is said to be GBK', typed('text/plain; charset=gbk', 'x'), 'unsupportedCharset'],
    ['a text that is said to be UTF-8', typed('text/plain; charset="UTF-8"', 'x'), undefined],
  ])('case 31 %s: %s', async (_what, body, code) => {
    const whole = body.endsWith('--\r\n') ? body : `${body}------x--\r\n`;
    const found = await read(whole).then(
      () => undefined,
      (error: ProblemError) => error.code,
    );
    expect(found).toBe(code);
  });

  it('case 31 may contain a file of any bytes, whatever the encoding of its name', async () => {
    const file = `------x\r\ncontent-disposition: form-data; name="photo"; filename="\xbe\xae.jpg"\r\n\r\n\xff\xd8\xbe\r\n\r\n\xbe\r\n`;
    expect(Object.keys(await read(`${file}${part('a', '1')}------x--\r\n`))).toEqual(['photo', 'a']);
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
    ['that is not a form', 'abc', TYPE],
  ])('%s is refused, and quickly', async (_what, body, type) => {
    const started = performance.now();
    await expect(read(body, type)).rejects.toThrow(ProblemError);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
