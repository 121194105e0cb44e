import { fileURLToPath } from 'node:url';
import { runTool } from './tools.ts';

const REDOCLY = '@redocly/cli@2.77.0';
const SPECTRAL = '@stoplight/spectral-cli@6.16.3';
const rules = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export interface LintResult {
  readonly errors: number;
  readonly warnings: number;
  /** A line for each, the first of them. */
  readonly findings: readonly string[];
}

interface RedoclyReport {
  readonly problems: readonly {
    readonly severity: string;
    readonly ruleId: string;
    readonly message: string;
    readonly location: readonly { readonly pointer?: string }[];
  }[];
}
interface SpectralFinding {
  readonly severity: number;
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

const parsed = <T>(tool: string, stdout: string, stderr: string): T => {
  const begin = stdout.search(/[[{]/);
  try {
    return JSON.parse(stdout.slice(begin)) as T;
  } catch {
    throw new Error(`${tool} gave no report: ${stdout.slice(0, 500)} ${stderr.slice(0, 2000)}`);
  }
};

const redocly = async (file: string): Promise<LintResult> => {
  const command = [
    'redocly',
    'lint',
    file,
    '--config',
    rules('redocly.yaml'),
    '--format',
    'json',
    '--max-problems',
    '10000',
  ];
  const { stdout, stderr } = await runTool([REDOCLY], command);
  const { problems } = parsed<RedoclyReport>('redocly', stdout, stderr);
  return {
    errors: problems.filter(({ severity }) => severity === 'error').length,
    warnings: problems.filter(({ severity }) => severity !== 'error').length,
    findings: problems.map(
      ({ severity, ruleId, message, location }) =>
        `redocly ${severity} ${ruleId}: ${message} ${location[0]?.pointer ?? ''}`,
    ),
  };
};

const spectral = async (file: string): Promise<LintResult> => {
  const command = [
    'spectral',
    'lint',
    file,
    '--ruleset',
    rules('spectral.yaml'),
    '--format',
    'json',
    '--quiet',
  ];
  const { stdout, stderr } = await runTool([SPECTRAL], command);
  const found = parsed<readonly SpectralFinding[]>('spectral', stdout, stderr);
  return {
    errors: found.filter(({ severity }) => severity === 0).length,
    warnings: found.filter(({ severity }) => severity === 1).length,
    findings: found
      .filter(({ severity }) => severity <= 1)
      .map(
        ({ severity, code, message, path }) => `spectral ${severity} ${code}: ${message} ${path.join('/')}`,
      ),
  };
};

/** Lints an OpenAPI document by the recommended rules of both tools, except for the exceptions in their rule files. */
export const lintOpenApi = async (file: string): Promise<LintResult> => {
  const results = [await redocly(file), await spectral(file)];
  return {
    errors: results.reduce((sum, { errors }) => sum + errors, 0),
    warnings: results.reduce((sum, { warnings }) => sum + warnings, 0),
    findings: results.flatMap(({ findings }) => findings),
  };
};
