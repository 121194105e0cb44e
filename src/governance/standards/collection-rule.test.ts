import { describe, expect, it } from 'vitest';
import { readCollectionRule } from './collection-rule.ts';

describe('a collection rule', () => {
  it.each([
    ['2.多杆路灯缺亮或整条路路灯都不亮以一条案卷采集', 'road'],
    [
      '1.同一视野范围内多个或整体外观不洁按一条案卷采集；\n2.多杆路灯缺亮或整条路路灯都不亮以一条案卷采集',
      'road',
    ],
    ['同一视野范围内多个或整体外观不洁按一条案卷采集', 'view'],
    ['同一商户多处占道按一件案件上报', 'subject'],
  ])('that makes one case of several reports is a hint: %s', (text, oneCasePer) => {
    expect(readCollectionRule(text)).toEqual({ text, hint: { oneCasePer, metres: null, hours: null } });
  });

  it('may name distance and time', () => {
    expect(readCollectionRule('同一路段50米以内、24小时内的暴露垃圾按一条案卷采集').hint).toEqual({
      oneCasePer: 'road',
      metres: 50,
      hours: 24,
    });
  });

  it.each([
    '因道路整治后路面提高造成的整条道路井盖沉降不采集。',
    '严重锈蚀、外观不洁不超过三分之一不采集',
    '整条路拍清背景',
    '同一路段的墙体多处不洁，且无影响的建议进行统一上报',
    '',
  ])('that is ambiguous remains text: %s', (text) => {
    expect(readCollectionRule(text).hint).toBeNull();
  });
});
