/** Every "no" to linking cases. */
export const LINK_REFUSALS = {
  linkToItself: { status: 422, titleZh: '案件不能关联自身', titleEn: 'A case cannot be linked to itself' },
  caseLinked: {
    status: 409,
    titleZh: '案件已关联到其他案件',
    titleEn: 'The case is linked to another one and set aside',
  },
  caseNotLinked: { status: 409, titleZh: '案件未关联', titleEn: 'The case is not linked' },
  caseNotLinkable: {
    status: 409,
    titleZh: '当前阶段不能关联',
    titleEn: 'The case cannot be linked in its current stage',
  },
  caseHasChildren: {
    status: 409,
    titleZh: '案件已有关联案件',
    titleEn: 'The case has children and cannot become one',
  },
  parentIsChild: {
    status: 409,
    titleZh: '目标案件本身已关联',
    titleEn: 'The case to link to is itself linked to another one',
  },
  parentEnded: {
    status: 409,
    titleZh: '目标案件已结束',
    titleEn: 'The case to link to has ended',
  },
  tooManyChildren: {
    status: 409,
    titleZh: '关联的案件过多',
    titleEn: 'The case already has the maximum number of children',
  },
} as const;
