import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import type { DeviceModelPublished } from '../events.ts';
import { type DeviceFamilyData, deviceFamilyDecider } from './family-decider.ts';
import { deviceModelDecider } from './model-decider.ts';

const model: DeviceModelPublished['data'] = {
  modelId: 'elevator-box',
  modelVersion: 1,
  family: 'elevator',
  name: '电梯黑匣子',
  indicators: [{ code: 'speed', name: '速度', unit: 'm/s', min: -10, max: 10 }],
  detections: [],
  source: '测试',
};
const family: DeviceFamilyData = {
  family: 'elevator',
  familyVersion: 1,
  name: '电梯',
  models: [{ modelId: 'elevator-box', modelVersion: 1 }],
  rules: [{ ruleId: 'elevator-fast', ruleVersion: 1 }],
  standard: null,
  caseMapping: [],
  simulator: null,
  source: '测试',
};

describe('a device model', () => {
  const published = { type: 'DeviceModelPublished', data: model } as const;
  const given = (...events: (typeof published)[]) => fold(deviceModelDecider, events);
  it('is published in its first version, and again only when it has changed', () => {
    const command = { type: 'PublishDeviceModel', data: { ...model, modelVersion: 9 } } as const;
    expect(deviceModelDecider.decide(command, given())).toEqual({ ok: true, events: [published] });
    expect(deviceModelDecider.decide(command, given(published))).toEqual({ ok: true, events: [] });
    const renamed = { ...command, data: { ...model, name: '黑匣子' } };
    expect(deviceModelDecider.decide(renamed, given(published))).toMatchObject({
      events: [{ data: { modelVersion: 2, name: '黑匣子' } }],
    });
  });
  it('does not depend on the order of its members', () => {
    const turned = Object.fromEntries(Object.entries(model).reverse()) as unknown as typeof model;
    const command = { type: 'PublishDeviceModel', data: turned } as const;
    expect(deviceModelDecider.decide(command, given(published))).toEqual({ ok: true, events: [] });
  });
  it('is not replaced by an older version that arrives later', () => {
    const second = { ...published, data: { ...model, modelVersion: 2 } };
    expect(fold(deviceModelDecider, [second, published])).toEqual(second.data);
  });
});

describe('a family', () => {
  const published = { type: 'DeviceFamilyPublished', data: family } as const;
  const { familyVersion: _version, ...data } = family;
  const publish = { type: 'PublishDeviceFamily', data } as const;
  it('has a further version when one of its parts has', () => {
    expect(deviceFamilyDecider.decide(publish, null)).toEqual({ ok: true, events: [published] });
    const state = fold(deviceFamilyDecider, [published]);
    expect(deviceFamilyDecider.decide(publish, state)).toEqual({ ok: true, events: [] });
    const rules = [{ ruleId: 'elevator-fast', ruleVersion: 2 }];
    expect(deviceFamilyDecider.decide({ ...publish, data: { ...data, rules } }, state)).toMatchObject({
      events: [{ data: { familyVersion: 2, rules } }],
    });
  });
});
