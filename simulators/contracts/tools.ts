import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const LARGEST_OUTPUT = 64 * 1024 * 1024;

export interface ToolOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of some npm packages, which npm brings; a code other than 0 is left to the caller. */
export const runTool = (packages: readonly string[], command: readonly string[]): Promise<ToolOutput> =>
  new Promise((resolve) => {
    const wanted = packages.map((name) => `--package=${name}`);
    const env = { ...process.env, npm_config_update_notifier: 'false', npm_config_fund: 'false' };
    execFile(
      'npm',
      ['exec', '--yes', ...wanted, '--', ...command],
      { maxBuffer: LARGEST_OUTPUT, env },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr });
      },
    );
  });

/** What loads modules of some npm packages, which npm brings. */
export const requireOf = async (...packages: readonly string[]): Promise<NodeJS.Require> => {
  const { stdout, stderr } = await runTool(packages, ['node', '-p', 'process.env.PATH']);
  const folder = stdout
    .split(':')
    .find((entry) => /_npx[/\\][^/\\]+[/\\]node_modules[/\\]\.bin$/.test(entry));
  if (folder === undefined) throw new Error(`npm did not bring ${packages.join(', ')}: ${stderr}`);
  return createRequire(join(dirname(folder), 'contracts.cjs'));
};
