/** All refusals about device families. */
export const FAMILY_REFUSALS = {
  deviceFamilyInvalid: {
    status: 422,
    titleZh: '设备类别文件有误，未发布',
    titleEn: 'The device family file has errors; nothing was published',
  },
  deviceFamilyUnknown: { status: 404, titleZh: '设备类别不存在', titleEn: 'Device family not found' },
} as const;
