/** A family that is not shipped: lifts (电梯). */
export const elevatorFile = () => ({
  family: 'elevator',
  name: '电梯安全',
  source: '测试用设备类别，阈值虚构',
  matters: {
    name: '电梯感知事项立案标准',
    codeSet: '自编',
    synthetic: true,
    source: '测试',
    rows: [
      {
        rowId: 'event-DT-01-1',
        kind: 'event',
        majorCode: 'DT',
        majorName: '电梯',
        minorCode: '01',
        minorName: '电梯困人',
        responsibleBodies: ['市场监管部门'],
        supervisingBodies: ['城市运行管理服务中心'],
        filingCondition: '轿厢停止而有人',
        closingCondition: '人员已解救',
        limit: 1,
        limitUnit: 'urgentHour',
      },
      {
        rowId: 'event-DT-02-1',
        kind: 'event',
        majorCode: 'DT',
        majorName: '电梯',
        minorCode: '02',
        minorName: '电梯超速',
        responsibleBodies: ['市场监管部门'],
        supervisingBodies: ['城市运行管理服务中心'],
        filingCondition: '轿厢速度超过额定速度',
        closingCondition: '检修合格',
        limit: 4,
        limitUnit: 'urgentHour',
      },
    ],
  },
  caseMapping: [
    { matterCode: 'event-DT-01', standardId: 'family-elevator', categories: [] },
    {
      matterCode: 'event-DT-02',
      standardId: 'family-elevator',
      categories: [{ codeSetId: 'gbt-47678-5-2026', kind: 'event', code: '01013' }],
    },
  ],
  models: [
    {
      modelId: 'elevator-box',
      name: '电梯黑匣子',
      indicators: [
        { code: 'speed', name: '速度', unit: 'm/s', min: -10, max: 10 },
        { code: 'load', name: '载重', unit: '%', min: 0, max: 200 },
      ],
      detections: [{ type: 'personTrapped', name: '困人', matterCode: 'event-DT-01' }],
      source: '测试',
    },
  ],
  rules: [
    {
      ruleId: 'elevator-trapped',
      name: '电梯困人',
      modelId: 'elevator-box',
      condition: {
        kind: 'detection',
        type: 'personTrapped',
        minConfidence: 0.8,
        minCount: 1,
        windowSeconds: 600,
      },
      severity: 'red',
      caseScope: 'device',
      matterCode: 'event-DT-01',
      source: '测试',
    },
    {
      ruleId: 'elevator-fast',
      name: '电梯超速',
      modelId: 'elevator-box',
      condition: {
        kind: 'threshold',
        indicator: 'speed',
        direction: 'above',
        raiseAt: 3,
        clearAt: 2.5,
        forSeconds: 0,
      },
      severity: 'orange',
      caseScope: 'device',
      matterCode: 'event-DT-02',
      source: '测试',
    },
  ],
  simulator: {
    models: [
      {
        modelId: 'elevator-box',
        intervalSeconds: 60,
        indicators: {
          speed: { kind: 'randomWalk', min: 0, max: 2, step: 1 },
          load: { kind: 'randomWalk', min: 0, max: 80, step: 20, decimals: 0 },
        },
        events: [
          {
            name: 'trapped',
            probability: 0.01,
            durationSeconds: 600,
            detections: [{ type: 'personTrapped', confidence: { min: 0.9, max: 1 } }],
          },
        ],
      },
    ],
  },
});
