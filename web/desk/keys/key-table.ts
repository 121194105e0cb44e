/** What a key does on the desk; number keys begin the steps of a case and are not changed. By the place of a key (`event.code`). */
export const KEY_TABLE = {
  next: { code: 'KeyJ', zh: '下一件', en: 'Next' },
  previous: { code: 'KeyK', zh: '上一件', en: 'Previous' },
  open: { code: 'Enter', zh: '打开', en: 'Open' },
  tick: { code: 'Space', zh: '选中', en: 'Tick' },
  search: { code: 'Slash', zh: '搜索', en: 'Search' },
  takeBack: { code: 'KeyZ', zh: '撤回', en: 'Take back' },
} as const satisfies Record<string, { code: string; zh: string; en: string }>;
export type KeyAct = keyof typeof KEY_TABLE;
export const KEY_ACTS = Object.keys(KEY_TABLE) as KeyAct[];

/** As somebody has set them: other codes for some acts, or all switched off. */
export interface KeySetting {
  readonly isOn: boolean;
  readonly codes: Readonly<Partial<Record<KeyAct, string>>>;
}

export const codeOf = ({ codes }: KeySetting, act: KeyAct): string => codes[act] ?? KEY_TABLE[act].code;

/** What a setting in storage says; the usual one where it says nothing that can be read. */
export const readKeySetting = (text: string | null): KeySetting => {
  try {
    const { isOn, codes } = JSON.parse(text ?? '{}') as Partial<KeySetting>;
    const known = KEY_ACTS.flatMap((act) => {
      const code = codes?.[act];
      return typeof code === 'string' ? [[act, code] as const] : [];
    });
    return { isOn: isOn !== false, codes: Object.fromEntries(known) };
  } catch {
    return { isOn: true, codes: {} };
  }
};

/** Whether a code may be given to an act: number keys belong to the steps, and no key does two things. */
export const whyNot = (setting: KeySetting, act: KeyAct, code: string): 'number' | 'taken' | undefined => {
  if (/^(Digit|Numpad)\d$/.test(code)) return 'number';
  return KEY_ACTS.some((other) => other !== act && codeOf(setting, other) === code) ? 'taken' : undefined;
};

/** As it is printed on the key. */
export const keyName = (code: string, space: string): string => {
  if (code === 'Space') return space;
  if (code === 'Slash') return '/';
  return code.replace(/^(Key|Digit|Arrow)/, '');
};
