import { useSay } from '../../shared/language.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { type RequestKind, useChoicesOf } from './request-kinds.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

interface Reported {
  readonly id: string;
  readonly raw: string;
  readonly value?: string;
}
const isReported = (value: unknown): value is Reported =>
  typeof value === 'object' && value !== null && 'id' in value && 'raw' in value;

/** What was asked for, or what a device answered, each member by its name. */
export const RequestFacts = ({
  kind,
  facts,
}: {
  readonly kind: RequestKind | undefined;
  readonly facts: object;
}) => {
  const say = useSay();
  const word = useWord();
  const choicesOf = useChoicesOf();
  const shown = (name: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map((each) => shown(name, each)).join(say('，', ', '));
    if (isReported(value)) return `${shown(name, value.id)} ${value.value ?? value.raw}`;
    if (typeof value !== 'string') return value === null ? '—' : JSON.stringify(value);
    if (ISO.test(value)) return exactMoment(value);
    return choicesOf(kind, name)?.find((each) => each.value === value)?.label ?? value;
  };
  const members = Object.entries(facts);
  if (members.length === 0) return null;
  return (
    <dl className="facts wide-terms">
      {members.map(([name, value]) => (
        <div key={name}>
          <dt>{word('requestMembers', name)}</dt>
          <dd>{shown(name, value)}</dd>
        </div>
      ))}
    </dl>
  );
};
