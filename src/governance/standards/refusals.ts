/** Every "no" about standards, code sets, components and dispatch rules. */
export const STANDARD_REFUSALS = {
  filingStandardInvalid: {
    status: 422,
    titleZh: '立案标准有误',
    titleEn: 'The filing standard is not valid',
  },
  codeSetInvalid: { status: 422, titleZh: '分类代码集有误', titleEn: 'The code set is not valid' },
  unknownCodeSet: { status: 422, titleZh: '分类代码集不存在', titleEn: 'Code set not found' },
  importInvalid: {
    status: 422,
    titleZh: '文件有误，未导入',
    titleEn: 'The file has errors; nothing was imported',
  },
  unknownMatter: { status: 422, titleZh: '事项不存在', titleEn: 'No filing standard has this matter' },
  unknownComponent: { status: 422, titleZh: '部件未登记', titleEn: 'The named component is not registered' },
  componentUnknown: { status: 404, titleZh: '部件未登记', titleEn: 'Component not found' },
  componentExists: { status: 409, titleZh: '部件已登记', titleEn: 'The component is already registered' },
  componentRemoved: { status: 409, titleZh: '部件已移除', titleEn: 'The component was removed' },
  componentIdMalformed: {
    status: 422,
    titleZh: '部件标识码有误',
    titleEn: 'The component identifier is malformed',
  },
  componentDivisionUnknown: {
    status: 422,
    titleZh: '标识码中的区划不存在',
    titleEn: 'The identifier names an unknown division',
  },
  componentDivisionDiffers: {
    status: 422,
    titleZh: '标识码的区划与坐标不符',
    titleEn: 'The identifier names another division than the position',
  },
  componentClassUnknown: {
    status: 422,
    titleZh: '标识码中的分类不存在',
    titleEn: 'The identifier names an unknown class',
  },
  dispatchRulesInvalid: { status: 422, titleZh: '派遣规则有误', titleEn: 'The dispatch rules are not valid' },
} as const;
