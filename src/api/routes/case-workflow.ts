import { CASE_EVENT_TABLE } from '../../governance/events.ts';
import { CASE_FLAG_TABLE } from '../../governance/index.ts';
import { codesOf, type Words } from '../../platform/words.ts';
import {
  ALARM_EVENT_WORDS,
  PRESENCE_TABLE,
  QUALITY_FLAG_TABLE,
  SEVERITY_WORDS,
} from '../../sensing/events.ts';
import {
  CASE_STAGE_TABLE,
  CASE_STAGES,
  CASE_WORKFLOW,
  isTerminal,
  OPEN_ITEM_TABLE,
  OPEN_ITEMS,
} from '../../workflows/index.ts';
import { signedIn } from '../access.ts';
import { caseWorkflowAnswer } from '../answers/cases.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api } from '../deps.ts';
import { endpoint } from '../endpoint.ts';

const wordsOf = (table: Readonly<Record<string, Words>>) =>
  codesOf(table).map((code) => ({ code, zh: table[code]!.zh, en: table[code]!.en }));

export const WORKFLOW: Shown<typeof caseWorkflowAnswer> = {
  stages: CASE_STAGES,
  terminal: CASE_STAGES.filter(isTerminal),
  openItems: OPEN_ITEMS,
  transitions: CASE_WORKFLOW,
  words: {
    stages: wordsOf(CASE_STAGE_TABLE),
    steps: CASE_WORKFLOW.map(({ command, name, nameEn }) => ({ code: command, zh: name, en: nameEn })),
    openItems: wordsOf(OPEN_ITEM_TABLE),
    caseFlags: wordsOf(CASE_FLAG_TABLE),
    caseEvents: wordsOf(CASE_EVENT_TABLE),
    alarmEvents: wordsOf(ALARM_EVENT_WORDS),
    severities: wordsOf(SEVERITY_WORDS),
    qualityFlags: wordsOf(QUALITY_FLAG_TABLE),
    presence: wordsOf(PRESENCE_TABLE),
  },
};

/** The work loop as it is obeyed, and every word that a page shows for its codes. Whoever is signed in may read them; nobody else sees a code. */
export const caseWorkflowRoute = (app: Api): void => {
  endpoint(app, {
    method: 'get',
    path: '/case-workflow',
    access: signedIn('published data of the deployment'),
    tag: 'cases',
    summary: 'The transition table that the work loop obeys, and the Chinese and English words for its codes',
    answer: caseWorkflowAnswer,
    handle: () => WORKFLOW,
  });
};
