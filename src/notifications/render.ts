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

const isProvisional = ({ provisionalTimes }: Facts, name: string): boolean =>
  Array.isArray(provisionalTimes) && provisionalTimes.includes(name);

const fill = (template: string, facts: Facts, provisional: string): string =>
  template.replace(/\{(\w+)(?::(\w+))?\}/g, (_all, name: string, format?: string) =>
    shown(Object.hasOwn(facts, name) ? facts[name] : undefined, format).concat(
      format === 'time' && isProvisional(facts, name) ? provisional : '',
    ),
  );

/** `{field}` is replaced by a fact, `{field:time}` by a time in Asia/Shanghai, with a word if it is provisional; a missing fact becomes a dash. */
export const render = ({ zh, en }: BothLanguages, facts: Facts): BothLanguages => ({
  zh: fill(zh, facts, '（暂定）'),
  en: fill(en, facts, ' (provisional)'),
});
