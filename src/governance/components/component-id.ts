import type { CodeSetData } from '../categories/code-set.ts';
import { judgeCode } from '../categories/code-set.ts';

/** Code sets by the length of the identifiers that use them. */
const BY_LENGTH: Readonly<Record<number, { readonly codeSetId: string; readonly minorDigits: number }>> = {
  16: { codeSetId: 'gbt-30428-2-2013', minorDigits: 2 },
  17: { codeSetId: 'gbt-47678-5-2026', minorDigits: 3 },
};

export interface ComponentId {
  readonly componentId: string;
  readonly codeSetId: string;
  /** Six digits. */
  readonly divisionCode: string;
  readonly majorCode: string;
  readonly minorCode: string;
  readonly serial: string;
}

/**
 * A component's identifier (部件标识码): division 6 + major class 2 + minor class 3 + serial 6 digits (GB/T 47678.5), or with a
 * minor class of 2 digits in the older form. Undefined if it is neither.
 */
export const parseComponentId = (componentId: string): ComponentId | undefined => {
  const form = /^\d+$/.test(componentId) ? BY_LENGTH[componentId.length] : undefined;
  if (form === undefined) return undefined;
  const minorEnd = 8 + form.minorDigits;
  return {
    componentId,
    codeSetId: form.codeSetId,
    divisionCode: componentId.slice(0, 6),
    majorCode: componentId.slice(6, 8),
    minorCode: componentId.slice(8, minorEnd),
    serial: componentId.slice(minorEnd),
  };
};

export interface ComponentIdContext {
  readonly codeSet: (codeSetId: string) => CodeSetData | undefined;
  readonly divisionExists: (code: string) => boolean;
  /** Division of the component's position; null if it is in none. Four digits if the county is uncertain. */
  readonly divisionAtPosition: string | null;
}

export interface ComponentIdProblem {
  readonly code:
    | 'componentIdMalformed'
    | 'componentDivisionUnknown'
    | 'componentDivisionDiffers'
    | 'componentClassUnknown'
    | 'outsideProvince';
  readonly expected: string;
  readonly message: string;
}

/**
 * Whether the identifier agrees with the division that it names, with the code set, and with the component's position. A code that a
 * partial set does not list is accepted; one that a complete set does not list is not, unless it is a local extension of a known class.
 */
export const componentIdProblem = (
  componentId: string,
  context: ComponentIdContext,
): ComponentIdProblem | undefined => {
  const id = parseComponentId(componentId);
  if (id === undefined) {
    return {
      code: 'componentIdMalformed',
      expected: '17 位（6 位区划 + 2 位大类 + 3 位小类 + 6 位流水）或 16 位（小类 2 位）数字',
      message: '标识码位数有误',
    };
  }
  if (!context.divisionExists(id.divisionCode)) {
    const message = `标识码中的区划 ${id.divisionCode} 不存在`;
    return { code: 'componentDivisionUnknown', expected: '县级行政区划代码', message };
  }
  const { divisionAtPosition } = context;
  if (divisionAtPosition === null) {
    return { code: 'outsideProvince', expected: '省内坐标', message: '坐标不在本省范围内' };
  }
  if (!id.divisionCode.startsWith(divisionAtPosition)) {
    return {
      code: 'componentDivisionDiffers',
      expected: divisionAtPosition,
      message: `标识码的区划 ${id.divisionCode} 与坐标所在的 ${divisionAtPosition} 不符`,
    };
  }
  const set = context.codeSet(id.codeSetId);
  const judgement = set && judgeCode(set, 'component', id);
  const isExtension = set !== undefined && Number(id.minorCode) > 10 ** set.minorDigits / 2;
  if (judgement === 'listed' || (judgement === 'unlisted' && (set!.partial || isExtension))) return undefined;
  return {
    code: 'componentClassUnknown',
    expected: `${set?.standard ?? id.codeSetId} 的部件大类与小类`,
    message: `标识码中的分类 ${id.majorCode}${id.minorCode} 不在${set?.standard ?? '代码集'}中`,
  };
};
