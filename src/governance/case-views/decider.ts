import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { CaseView, CaseViewEvent } from './events.ts';

export type CaseViewCommand =
  | {
      readonly type: 'KeepCaseView';
      readonly userId: string;
      readonly view: CaseView;
      /** As many as somebody may keep. */
      readonly most: number;
    }
  | { readonly type: 'DropCaseView'; readonly userId: string; readonly viewId: string };

/** In the order in which they were first kept. */
export type CaseViewState = readonly CaseView[];

export const caseViewStream = (userId: string): string => `case-views-${userId}`;

export const CASE_VIEW_REFUSALS = {
  caseViewUnknown: { status: 404, titleZh: '常用筛选不存在', titleEn: 'View not found' },
  caseViewNameTaken: { status: 409, titleZh: '已有同名的常用筛选', titleEn: 'Another view has this name' },
  tooManyCaseViews: { status: 409, titleZh: '常用筛选太多', titleEn: 'Too many views' },
} as const;

/** The views of one person. Keeping the same again gives no event; at most one of them is the default. */
export const caseViewDecider: Decider<CaseViewState, CaseViewCommand, CaseViewEvent> = {
  initialState: [],
  decide(command, views) {
    const { userId } = command;
    if (command.type === 'DropCaseView') {
      const { viewId } = command;
      return views.some((each) => each.viewId === viewId)
        ? accepted({ type: 'CaseViewDropped', data: { userId, viewId } })
        : refused('caseViewUnknown', '常用筛选不存在');
    }
    const { view, most } = command;
    const before = views.find((each) => each.viewId === view.viewId);
    if (views.some((each) => each.name === view.name && each.viewId !== view.viewId))
      return refused('caseViewNameTaken', '已有同名的常用筛选', { name: view.name });
    if (before === undefined && views.length >= most)
      return refused('tooManyCaseViews', `常用筛选不超过 ${most} 个`, { most });
    return JSON.stringify(before) === JSON.stringify(view)
      ? accepted()
      : accepted({ type: 'CaseViewKept', data: { userId, ...view } });
  },
  evolve(views, event) {
    if (event.type === 'CaseViewDropped') return views.filter(({ viewId }) => viewId !== event.data.viewId);
    const { userId: _whose, ...kept } = event.data;
    const others = kept.isDefault ? views.map((each) => ({ ...each, isDefault: false })) : views;
    return others.some(({ viewId }) => viewId === kept.viewId)
      ? others.map((each) => (each.viewId === kept.viewId ? kept : each))
      : [...others, kept];
  },
};
