const known = new Map<string, readonly (readonly string[])[]>();

/**
 * How each Chinese character of a name can be read, in pinyin without tones: what it is searched by. The dictionary is loaded when it is first
 * needed; pages need none.
 */
export const readingsOf = async (name: string): Promise<readonly (readonly string[])[]> => {
  const found = known.get(name);
  if (found !== undefined) return found;
  const { polyphonic } = await import('pinyin-pro');
  const readings = polyphonic(name, { toneType: 'none', type: 'array', nonZh: 'removed', v: true });
  known.set(name, readings);
  return readings;
};
