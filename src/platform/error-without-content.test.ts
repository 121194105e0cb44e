import { describe, expect, it } from 'vitest';
import { errorWithoutContent } from './error-without-content.ts';

const textOf = (error: unknown) => JSON.stringify(errorWithoutContent(error));

describe('an error without content', () => {
  it('keeps name, code, the plain part of the message and the frames', () => {
    const { name, code, message, frames } = errorWithoutContent(
      Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: '//secret' }),
    );
    expect({ name, code, message }).toEqual({
      name: 'TypeError',
      code: 'ERR_INVALID_URL',
      message: 'Invalid URL',
    });
    expect(frames[0]).toContain('error-without-content.test.ts');
  });

  it('keeps nothing of what was being handled', () => {
    const content = ['13834567890', '张三', 'hunter2', 'db.internal', '140106'];
    const errors = [
      new SyntaxError('Unexpected token \'h\', "hunter2 13834567890" is not valid JSON'),
      new Error('Key (phone, name)=(13834567890, 张三) already exists.'),
      new Error('connect postgres://yiwang:hunter2@db.internal:5432/x'),
      new Error('报警人张三 tel 13834567890 in 140106'),
      new Error('outer', { cause: new Error("no user 'hunter2'") }),
      Object.assign(new Error('x'), { name: '张三', code: 'hunter2 13834567890' }),
      new Error('a\n    at 张三 hunter2\n    at 13834567890'),
      'hunter2',
      { message: '张三' },
    ];
    for (const error of errors) for (const secret of content) expect(textOf(error)).not.toContain(secret);
  });

  it('accepts anything that can be thrown', () => {
    const circular = new Error('a');
    circular.cause = circular;
    for (const thrown of [undefined, null, 1, Symbol('x'), Object.create(null), circular])
      expect(textOf(thrown).length).toBeLessThan(20_000);
  });

  it('is quick with long messages', () => {
    for (const part of ['"', '(', 'a:', '1', "'x", 'http://']) {
      const started = performance.now();
      textOf(new Error(part.repeat(1_000_000 / part.length)));
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });
});
