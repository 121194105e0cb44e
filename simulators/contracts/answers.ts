import { fragmentOf } from '../../src/platform/json-pointer.ts';
import type { RunningServer } from '../../src/server/start-server.ts';
import type { Operation } from '../fuzz/api/document.ts';
import { playFuzz } from '../fuzz/api/play.ts';
import { type FuzzAnswer, parseJson } from '../fuzz/api/request.ts';
import { requireOf } from './tools.ts';

const VALIDATOR = ['ajv@8.17.1', 'ajv-formats@3.0.1'] as const;
const MOST_REQUESTS = 12_000;
/** Share of the operations at which the run ends: the rest needs luck, and `npm run fuzz:api` has the time for it. */
const ENOUGH_PART = 0.9;
/** Share below which the check says too little: on a slow machine a run may end before it has reached enough. */
export const LEAST_PART = 0.8;
const WORKERS = 4;

interface Described {
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>;
}
export interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Described>> }>>>
  >;
}

export interface AnswersResult {
  readonly operations: number;
  readonly checked: number;
  /** Operations that were never answered with 2xx. */
  readonly unreached: readonly string[];
  /** By operation and status, the first of each. */
  readonly invalid: ReadonlyMap<string, string>;
}

type Validate = ((value: unknown) => boolean) & { errors?: unknown };
interface Validator {
  addSchema(schema: unknown, key: string): void;
  compile(schema: unknown): Validate;
}

/** Calls every operation, as people who may, and checks its answers against the document alone. */
export const checkAnswers = async (server: RunningServer, document: Document): Promise<AnswersResult> => {
  const load = await requireOf(...VALIDATOR);
  const { Ajv2020 } = load('ajv/dist/2020.js') as { Ajv2020: new (options: object) => Validator };
  const addFormats = (load('ajv-formats') as { default: (ajv: Validator) => void }).default;
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats(ajv);
  ajv.addSchema(document, 'document');
  const validators = new Map<string, Validate>();
  const checked = new Set<string>();
  const invalid = new Map<string, string>();

  const judge = ({ key, method, path }: Operation, { status, text, headers }: FuzzAnswer): void => {
    if (status === 500 && text.includes('contractBroken')) invalid.set(`${key} 500`, text.slice(0, 1000));
    if (status < 200 || status > 299) return;
    checked.add(key);
    const type = (headers.get('content-type') ?? '').split(';')[0]!;
    if (type !== 'application/json') return;
    const at = fragmentOf(
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      type,
      'schema',
    );
    const described = document.paths[path]?.[method.toLowerCase()]?.responses[status]?.content?.[type];
    if (described?.schema === undefined) {
      invalid.set(`${key} ${status}`, 'is not described');
      return;
    }
    const validate = validators.get(at) ?? ajv.compile({ $ref: `document${at}` });
    validators.set(at, validate);
    if (!validate(parseJson(text)))
      invalid.set(`${key} ${status}`, `${JSON.stringify(validate.errors)} ${text.slice(0, 500)}`);
  };

  const tally = await playFuzz({
    server,
    requests: MOST_REQUESTS,
    seed: 1,
    workers: WORKERS,
    onAnswer: judge,
    onProgress: (done) => process.stderr.write(`${done} requests, ${checked.size} operations\n`),
    isEnough: ({ operations, operationsWith2xx }) => operationsWith2xx >= ENOUGH_PART * operations,
  });
  const { operations } = tally.result();
  return { operations, checked: checked.size, unreached: tally.unreached(), invalid };
};
