import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/event-store/postgres/schema.ts',
    './src/**/adapters/table.ts',
    './src/application/**/table.ts',
    './src/processes/**/table.ts',
    './projections/*/*/table.ts',
  ],
  out: './migrations',
});
