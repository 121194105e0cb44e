/** A name reduced to its first character: 张三 → 张*. The length of the name is hidden. */
export const maskName = (name: string): string => {
  const [first] = name.trim();
  return first === undefined ? '' : `${first}*`;
};

/**
 * A telephone number as it may be shown: mobile numbers keep 3 digits in front and 4 at the end (138****1234), also with
 * +86 before them; any other keeps its last two digits.
 */
export const maskPhone = (phone: string): string => {
  const digits = phone.replace(/\D/g, '').replace(/^(00)?86(?=1\d{10}$)/, '');
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(7)}`;
  return digits.length < 5 ? '*'.repeat(digits.length) : `****${digits.slice(-2)}`;
};
