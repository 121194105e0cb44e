/** Every "no" about notifications and webhooks. */
export const NOTIFICATION_REFUSALS = {
  notificationUnknown: { status: 404, titleZh: '通知不存在', titleEn: 'Notification not found' },
  webhookUnknown: { status: 404, titleZh: '推送地址（Webhook）不存在', titleEn: 'Webhook not found' },
  webhookInvalid: {
    status: 422,
    titleZh: '推送地址（Webhook）设置有误',
    titleEn: 'The webhook is not valid',
  },
  webhookTargetRefused: {
    status: 422,
    titleZh: '推送地址（Webhook）不允许访问',
    titleEn: 'The webhook may not reach this address',
  },
  deliveryUnknown: { status: 404, titleZh: '投递记录不存在', titleEn: 'Delivery not found' },
  deliveryPending: {
    status: 409,
    titleZh: '投递尚未结束',
    titleEn: 'The delivery is still in progress',
  },
} as const;
