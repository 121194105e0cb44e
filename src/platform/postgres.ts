import postgres, { type Sql } from 'postgres';

/**
 * A pool for read models. Times come back as ISO 8601 UTC text with milliseconds, the form that events and answers use.
 */
export const connectPostgres = (url: string, options: { max: number; name: string }): Sql =>
  postgres(url, {
    max: options.max,
    onnotice: () => undefined,
    connect_timeout: 5,
    connection: { application_name: `yiwang-${options.name}` },
    types: {
      date: {
        to: 1184,
        from: [1184],
        serialize: (value: string | Date) => (value instanceof Date ? value.toISOString() : value),
        parse: (text: string) => new Date(text).toISOString(),
      },
    },
  });
