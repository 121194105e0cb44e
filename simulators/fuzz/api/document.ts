/** The part of JSON Schema that our OpenAPI document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema?: Schema;
}

export interface OpenApiDocument {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters?: readonly Parameter[];
            readonly requestBody?: {
              readonly content: Readonly<Record<string, { readonly schema?: Schema }>>;
            };
            readonly responses: Readonly<Record<string, unknown>>;
            readonly 'x-access'?: { readonly who: string; readonly anyOf?: readonly string[] };
          }
        >
      >
    >
  >;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface Operation {
  /** `POST /api/v1/cases/{caseId}/filing`. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly pathParameters: readonly string[];
  readonly query: readonly Parameter[];
  /** Bodies by content type. */
  readonly bodies: Readonly<Record<string, Schema>>;
  readonly statuses: ReadonlySet<number>;
  /** One of these permissions lets somebody call it; undefined where everybody may. */
  readonly permissions: readonly string[] | undefined;
}

/** Every operation that the document describes. */
export const operationsOf = (document: OpenApiDocument): readonly Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { parameters = [], requestBody, responses, 'x-access': access }]): Operation => ({
        key: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        pathParameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
        query: parameters.filter((parameter) => parameter.in === 'query'),
        bodies: Object.fromEntries(
          Object.entries(requestBody?.content ?? {}).map(([type, { schema = {} }]) => [type, schema]),
        ),
        statuses: new Set(Object.keys(responses).map(Number)),
        permissions: access?.anyOf,
      }),
    ),
  );
