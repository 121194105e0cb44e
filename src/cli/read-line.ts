import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './command.ts';

/** The first line of standard input. On a terminal it prompts, without echo. Throws UsageError if there is none. */
export const readLine = async (what: string): Promise<string> => {
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) process.stderr.write(`${what}: `);
  // The terminal's echo is discarded.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    ...(isTerminal ? { output: silent, terminal: true } : {}),
  });
  try {
    for await (const line of lines) return line;
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write('\n');
  }
  throw new UsageError(`There is no ${what} on standard input.`);
};
