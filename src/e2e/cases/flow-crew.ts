import { hireCrew, OPINION } from '../../testing/case-crew.ts';
import type { Product } from '../../testing/product.ts';

const STAFF = [
  ['acceptor', 'acceptor', null],
  ['chief', 'shiftLeader', null],
  ['dispatcher', 'dispatcher', null],
  ['officer', 'supervisionOfficer', null],
  ['leader', 'leader', null],
  ['worker', 'gridWorker', null],
  ['other-worker', 'gridWorker', null],
  ['mun', 'departmentManager', 'municipal'],
  ['hand', 'handler', 'municipal'],
  ['second-hand', 'handler', 'municipal'],
  ['san', 'departmentManager', 'sanitation'],
] as const;
export type Person = (typeof STAFF)[number][0];

/** Staff of two departments, with cases that have come as far as a test begins. */
export const hireFlowCrew = async (product: Product) => {
  const crew = await hireCrew(product, STAFF);
  const openFiled = async () => {
    const one = await crew.open('worker');
    await one.step('acceptor', 'acceptance', OPINION);
    await one.step('chief', 'filing', { ...OPINION, ...(await crew.fourHours('chief')) });
    return one;
  };
  const openDispatched = async (coDepartmentIds: readonly string[] = []) => {
    const one = await openFiled();
    await one.step('dispatcher', 'dispatch', { ...OPINION, departmentId: 'municipal', coDepartmentIds });
    return one;
  };
  return { ...crew, openFiled, openDispatched };
};
export type FlowCrew = Awaited<ReturnType<typeof hireFlowCrew>>;
export type Case = ReturnType<FlowCrew['caseOf']>;
