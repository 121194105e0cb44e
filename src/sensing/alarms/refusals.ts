export const ALARM_REFUSALS = {
  alarmUnknown: { status: 404, titleZh: '告警不存在', titleEn: 'Alarm not found' },
  alarmRaisedAlready: { status: 409, titleZh: '告警已存在', titleEn: 'The alarm has already been raised' },
  alarmAcknowledgedAlready: {
    status: 409,
    titleZh: '告警已确认',
    titleEn: 'The alarm has already been acknowledged',
  },
  alarmClearedAlready: { status: 409, titleZh: '告警已解除', titleEn: 'The alarm has already cleared' },
  alarmNotMoreSerious: {
    status: 409,
    titleZh: '告警只能升级',
    titleEn: 'The severity of an alarm can only be raised',
  },
  silenceDefinedAlready: {
    status: 409,
    titleZh: '告警屏蔽已存在',
    titleEn: 'The silence has already been defined',
  },
  silenceUnknown: { status: 404, titleZh: '告警屏蔽不存在', titleEn: 'Silence not found' },
  silenceOver: { status: 409, titleZh: '告警屏蔽已结束', titleEn: 'The silence has ended' },
  silencePeriodInvalid: {
    status: 422,
    titleZh: '告警屏蔽时间无效',
    titleEn: 'The period of the silence is not valid',
  },
  silenceScopeEmpty: {
    status: 422,
    titleZh: '请指定告警屏蔽范围',
    titleEn: 'A silence needs a scope',
  },
  alarmRuleUnknown: { status: 404, titleZh: '告警规则不存在', titleEn: 'Alarm rule not found' },
  alarmRuleRetired: { status: 409, titleZh: '告警规则已停用', titleEn: 'The alarm rule is retired' },
  alarmRuleInvalid: { status: 422, titleZh: '告警规则有误', titleEn: 'The alarm rule is not valid' },
  stormUnknown: { status: 404, titleZh: '告警风暴不存在', titleEn: 'Alarm storm not found' },
  dryRunTooLarge: {
    status: 422,
    titleZh: '试算的设备过多',
    titleEn: 'The dry run covers too many devices',
  },
  dryRunBusy: { status: 429, titleZh: '正在进行的试算过多', titleEn: 'Too many dry runs at once' },
} as const;
