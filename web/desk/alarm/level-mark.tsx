import { useWord } from '../../shared/words.ts';
import type { Severity } from '../curve/curve.tsx';

/** Never colour alone: each level has a form of its own. */
const SHAPES: Readonly<Record<Severity, string>> = { blue: '●', yellow: '▲', orange: '◆', red: '■' };

export const LevelMark = ({ severity }: { readonly severity: Severity }) => {
  const word = useWord();
  return (
    <span className={`level level-${severity}`}>
      <span aria-hidden="true">{SHAPES[severity]}</span> {word('severities', severity)}
    </span>
  );
};
