import { execFile } from 'node:child_process';
import { format } from 'node:util';
import { vi } from 'vitest';
import { runCommand } from '../cli/run-command.ts';
import { cliArguments } from '../platform/module-arguments.ts';

/** What a call of the command line came to. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A call as at a terminal: a process that starts from nothing, which takes two seconds of processor. */
export const runInProcess = (args: readonly string[], env: NodeJS.ProcessEnv, input = ''): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      cliArguments(...args),
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : ((error.code as unknown as number) ?? 1), stdout, stderr }),
    );
    child.stdin?.end(input);
  });

/** The same call in this process, for what does not depend on a process's own start and end. One at a time. */
export const runHere = async (args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> => {
  let [stdout, stderr] = ['', ''];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((...said) => {
      stdout += `${format(...said)}\n`;
    }),
    vi.spyOn(console, 'error').mockImplementation((...said) => {
      stderr += `${format(...said)}\n`;
    }),
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      stdout += String(text);
      return true;
    }),
  ];
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    return { code: await runCommand(args), stdout, stderr };
  } finally {
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
};
