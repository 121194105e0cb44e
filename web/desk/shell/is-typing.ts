const FIELDS =
  'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="menu"], [role="dialog"]';

/** Whether a key belongs to what somebody types, to an input method, or to the browser. */
export const isTyping = (event: KeyboardEvent): boolean =>
  event.isComposing ||
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  (event.target instanceof Element && event.target.closest(FIELDS) !== null);
