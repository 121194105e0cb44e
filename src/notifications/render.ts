import type { BothLanguages } from './events.ts';

export type Facts = Readonly<Record<string, unknown>>;

const OFFSET_MS = 8 * 3_600_000;

const shown = (value: unknown, format: string | undefined): string => {
  if (value === undefined || value === null || value === '') return '—';
  if (format !== 'time') return String(value);
  const at = Date.parse(String(value));
  return Number.isNaN(at)
    ? String(value)
    : new Date(at + OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
};

const fill = (template: string, facts: Facts): string =>
  template.replace(/\{(\w+)(?::(\w+))?\}/g, (_all, name: string, format?: string) =>
    shown(Object.hasOwn(facts, name) ? facts[name] : undefined, format),
  );

/** `{field}` stands for a fact, `{field:time}` for one that is a time, in Asia/Shanghai; a missing one is a dash. */
export const render = ({ zh, en }: BothLanguages, facts: Facts): BothLanguages => ({
  zh: fill(zh, facts),
  en: fill(en, facts),
});
