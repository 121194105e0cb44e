import type { ThemeConfig } from 'antd';
import type { Appearance } from '../shared/appearance.ts';

/* The colours of tokens.css, for the kit: it computes with them, so that names of variables will not do. */
const COLOURS = {
  light: {
    primary: '#1d5fbf',
    ink: '#17212e',
    surface: '#ffffff',
    ground: '#f4f6f9',
    line: '#7c899b',
    red: '#c2291f',
    quiet: '#5b6879',
    onPrimary: '#ffffff',
  },
  dark: {
    primary: '#57a8ff',
    ink: '#e8f0f8',
    surface: '#101d2b',
    ground: '#0a131d',
    line: '#5a7796',
    red: '#ff6a5e',
    quiet: '#8a9fb6',
    onPrimary: '#06121f',
  },
} as const;
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export const kitTokens = (theme: Appearance['theme'], big: boolean): NonNullable<ThemeConfig['token']> => {
  const { primary, ink, surface, ground, line, red, quiet, onPrimary } = COLOURS[theme];
  return {
    colorPrimary: primary,
    colorLink: primary,
    colorText: ink,
    colorTextPlaceholder: quiet,
    colorTextDescription: quiet,
    colorTextDisabled: quiet,
    colorTextLightSolid: onPrimary,
    colorBgContainer: surface,
    colorBgLayout: ground,
    colorBorder: line,
    colorError: red,
    borderRadius: 6,
    fontFamily: FONT,
    fontSize: big ? 17.5 : 14,
    controlHeight: big ? 40 : 34,
    motion: false,
  };
};
