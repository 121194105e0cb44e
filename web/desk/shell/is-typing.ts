import { keySetting } from '../keys/key-setting.ts';

const FIELDS =
  'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="menu"], [role="dialog"]';

/** Whether a key is not the desk's: it belongs to what somebody types, to an input method or to the browser, or keys are switched off. */
export const isTyping = (event: KeyboardEvent): boolean =>
  !keySetting().isOn ||
  event.isComposing ||
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  (event.target instanceof Element && event.target.closest(FIELDS) !== null);
