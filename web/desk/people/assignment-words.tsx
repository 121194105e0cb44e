import { useSay } from '../../shared/language.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { useDepartments } from '../places/department-query.ts';
import { PlaceName } from '../places/place-name.tsx';
import type { Assignment } from './people-query.ts';

/** A role with where it holds: `派遣员，太原市`. */
export const AssignmentWords = ({
  assignment: { role, divisionCode, departmentId, validUntil },
}: {
  readonly assignment: Pick<Assignment, 'role' | 'divisionCode' | 'departmentId' | 'validUntil'>;
}) => {
  const say = useSay();
  const word = useWord();
  const departments = useDepartments();
  const comma = say('，', ', ');
  return (
    <>
      {word('roles', role)}
      {comma}
      <PlaceName code={divisionCode} />
      {departmentId !== null &&
        `${comma}${departments.find((each) => each.departmentId === departmentId)?.name ?? departmentId}`}
      {validUntil !== null && say(`，至 ${exactMoment(validUntil)}`, `, until ${exactMoment(validUntil)}`)}
    </>
  );
};
