/** From the pool to its worker. After each portion the worker waits for `more`. */
export type ToWorker =
  | {
      readonly type: 'parse';
      readonly parser: string;
      readonly bytes: Uint8Array;
      readonly options: unknown;
    }
  | { readonly type: 'more' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'portion'; readonly items: readonly unknown[] }
  | { readonly type: 'parsed'; readonly result: unknown }
  | { readonly type: 'failed'; readonly message: string };
