import { expect } from 'vitest';
import { type Product, startProduct, YINGZE } from './product.ts';

/** A lamp in 迎泽区, as registered. */
export const LAMP = {
  componentId: '14010601037000001',
  name: '路灯',
  bodies: { inCharge: { name: '城市管理局' }, owner: { name: '市政公用中心' } },
  location: { ...YINGZE, address: '迎泽大街' },
};

type Row = Readonly<Record<string, unknown>>;
/** The parts of answers that the tests use. */
type Body = Row & {
  readonly [Name in
    | 'items'
    | 'features'
    | 'problems'
    | 'suggestions'
    | 'trace'
    | 'counterparts'
    | 'classCounterparts']: readonly Row[];
} & { readonly [Name in 'imported' | 'standard' | 'decided']: Row };

/** A product with the people and departments of Taiyuan who keep standards and components and dispatch by them. */
export interface Registry {
  readonly product: Product;
  readonly admin: string;
  readonly worker: string;
  readonly dispatcher: string;
  /** Sends a sheet as a form, or as the body itself. */
  send(
    token: string,
    path: string,
    bytes: Uint8Array | string,
    options?: { type?: string; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Body }>;
  /** What a GET answers, by default to the grid worker. */
  get(path: string, token?: string): Promise<Body>;
}

export const startRegistry = async (): Promise<Registry> => {
  const product = await startProduct();
  const [admin, worker, dispatcher] = await Promise.all([
    product.signIn('administrator'),
    product.signIn('gridWorker', '1401'),
    product.signIn('dispatcher', '1401'),
  ]);
  for (const [id, name, divisionCode, bodies] of [
    ['ecology', '生态环境局', '1401', ['生态环境部门']],
    ['municipal', '市政公用中心', '1401', ['运城市市政公用服务中心']],
    ['municipal-yingze', '迎泽区市政所', '140106', ['运城市市政公用服务中心']],
  ] as const) {
    const department = { name, divisionCode, bodies };
    const answer = await product.call(admin, 'PUT', `/api/v1/departments/${id}`, department);
    expect(answer.status).toBe(200);
  }
  return {
    product,
    admin,
    worker,
    dispatcher,
    async send(token, path, bytes, options = {}) {
      const form = new FormData();
      form.set('file', new File([bytes], 'sheet'));
      const response = await fetch(`${product.baseUrl}/api/v1${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          ...options.headers,
          ...(options.type === undefined ? {} : { 'content-type': options.type }),
        },
        body: options.type === undefined ? form : bytes,
      });
      return { status: response.status, body: (await response.json()) as Body };
    },
    async get(path, token = worker) {
      const answer = await product.call(token, 'GET', `/api/v1${path}`);
      expect(answer.status, path).toBe(200);
      return answer.body as unknown as Body;
    },
  };
};
