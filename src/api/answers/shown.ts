import type { z } from 'zod';

type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** The type that a presenter returns for an answer schema: rows and states may be used unchanged. */
export type Shown<Schema extends z.ZodType> = DeepReadonly<z.infer<Schema>>;
