import { call } from './api.js';

/** @type {Map<string, Map<string, string>>} */
const kinds = new Map();
/** @type {string[]} */
let openStages = [];

/** Asks the server for its words, once. */
export const loadWords = async () => {
  if (kinds.size > 0) return;
  const { words, stages, terminal } = await call('GET', '/case-workflow');
  openStages = stages.filter((stage) => !terminal.includes(stage));
  for (const [kind, list] of Object.entries(words))
    kinds.set(kind, new Map(list.map(({ code, zh }) => [code, zh])));
};

/** The Chinese word for a code; what has none is shown as it is. @param {string} kind @param {string} code */
export const word = (kind, code) => kinds.get(kind)?.get(code) ?? code;

/** Stages in which a case waits for somebody, in the order of the work loop. */
export const waitingStages = () => openStages;
