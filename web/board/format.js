const TIME = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** @param {number} share of 1 */
export const percent = (share) => `${Math.round(share * 100)}%`;

/** @param {string | null | undefined} iso */
export const time = (iso) => (iso ? TIME.format(new Date(iso)) : '–');
