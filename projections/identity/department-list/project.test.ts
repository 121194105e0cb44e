import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { departmentListProjection } from './project.ts';

test('a department is as last defined', async () => {
  const departmentId = 'ecology';
  const log = [
    given('DepartmentDefined', { departmentId, name: '生态环境局', bodies: ['市生态环境局'] }),
    given('DepartmentDefined', { departmentId, name: '生态环境局（新）', bodies: [] }),
  ];
  expect(await rowsAfter(departmentListProjection, log)).toMatchObject([
    { department_id: 'ecology', name: '生态环境局（新）', bodies: [], version: 2 },
  ]);
});
