import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { componentListProjection } from './project.ts';

const componentId = '14010601037000001';

test('a component that was moved and removed is kept with its place and reason', async () => {
  const log = [
    given('ComponentRegistered', { componentId }),
    given('ComponentChanged', { componentId, changes: { remark: '换灯头' }, changeDate: '2026-11-01' }),
    given('ComponentMoved', {
      componentId,
      location: { lon: 112.6, lat: 37.9, address: '五一路' },
      gridCode: null,
      changeDate: '2026-11-02',
    }),
    given('ComponentRemoved', { componentId, reason: '拆除', changeDate: '2026-11-03' }),
  ];
  expect(await rowsAfter(componentListProjection, log)).toMatchObject([
    {
      component_id: componentId,
      remark: '换灯头',
      ...{ lon: 112.6, lat: 37.9, address: '五一路', grid_code: null },
      ...{ state: 'removed', removed_reason: '拆除', change_date: '2026-11-03', version: 4 },
    },
  ]);
});
