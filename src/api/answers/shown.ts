import type { z } from 'zod';

type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** What a presenter gives for an answer of a schema: rows and states may be shown as they are. */
export type Shown<Schema extends z.ZodType> = DeepReadonly<z.infer<Schema>>;
