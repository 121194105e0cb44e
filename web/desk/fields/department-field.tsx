import { useDepartments } from '../places/department-query.ts';
import { SelectField } from './select-field.tsx';

/** A department, which may be left out. */
export const DepartmentField = ({ label }: { readonly label: string }) => (
  <SelectField
    path={['departmentId']}
    label={label}
    isOptional
    options={useDepartments().map(({ departmentId, name }) => ({ value: departmentId, label: name }))}
  />
);
