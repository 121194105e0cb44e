import { text } from 'node:stream/consumers';
import { attachmentListProjection } from '../../projections/attachments/attachment-list/project.ts';
import { eraseCaseAttachments } from '../application/erase-attachments.ts';
import { createPersonErasure, type PersonSelector } from '../application/persons/erase-person.ts';
import { findPlain } from '../application/persons/find-plain.ts';
import { openSealedCase, openStreamTexts } from '../application/persons/open-person.ts';
import { removeAttachment } from '../attachments/attachment-store.ts';
import { openObjects } from '../attachments/open-objects.ts';
import { s3Settings } from '../attachments/s3-settings.ts';
import { systemClock } from '../platform/clock.ts';
import { catchUpProjection } from '../projection-engine/rebuild.ts';
import type { Core } from '../server/core.ts';
import { actionOf, type Command, loadCliConfig, noMore, parse, UsageError } from './command.ts';
import { withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- person erase  (--case ID | --person ID | --number-stdin) --reason TEXT [--attachments]',
  '                                      [--dry-run]',
  '       npm run yiwang -- person export (--case ID | --number-stdin) --reason TEXT',
  '       npm run yiwang -- person find-plain',
  '',
  'erase       erases a person permanently: destroys the key with which name, number and all texts about them are sealed, and',
  '            their lookup digests. Other processes follow within YIWANG_PERSON_KEY_CACHE_SECONDS. --dry-run lists them.',
  'export      writes the sealed data of a person as JSON (a copy for the person, PIPL article 45)',
  'find-plain  lists the events of earlier releases that contain personal data in plain text, one line of JSON each, never the data',
  '',
  '  --case           the petitioner of this case, and the people named in its texts',
  '  --person         the person with this id, as listed by a dry run (`petitioner-…`, `named-in-…`, or a disabled account)',
  '  --number-stdin   people with the telephone or identity number given on standard input, so that it is in no shell history',
  '  --attachments    also erases the photos and recordings of the case, unless another case refers to them',
  '',
  'Each run is written to the audit log. Exit code 1: nobody was found, or the person cannot be erased now.',
].join('\n');

type Values = {
  readonly case?: string | undefined;
  readonly person?: string | undefined;
  readonly 'number-stdin'?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly attachments?: boolean | undefined;
  readonly 'dry-run'?: boolean | undefined;
};

const selectorOf = async (values: Values): Promise<PersonSelector> => {
  const given = [values.case, values.person, values['number-stdin']].filter((value) => value !== undefined);
  if (given.length !== 1) throw new UsageError(`Name one of --case, --person, --number-stdin.\n\n${HELP}`);
  if (values.case !== undefined) return { caseId: values.case };
  if (values.person !== undefined) return { personId: values.person };
  return { number: (await text(process.stdin)).trim() };
};

const reasonOf = ({ reason = '' }: Values): string => {
  if (reason.trim() === '') throw new UsageError(`--reason is missing.\n\n${HELP}`);
  return reason.trim();
};

const erasureOf = ({ store, sql, persons, keys }: Core) =>
  createPersonErasure({ store, sql, persons, clock: systemClock, lookupKey: keys.digests });

const audited = (core: Core, action: 'erasePerson' | 'export', personId: string, purpose: string) =>
  core.audit.record({
    actor: 'system',
    action,
    outcome: 'done',
    object: { kind: 'person', id: personId },
    purpose,
  });

/** Erases photos and recordings of cases to which no other case refers; the events still contain their ids. */
const attachmentEraser = async ({ sql, store, attachmentIds: ids, keys }: Core) => {
  const { config } = loadCliConfig();
  const s3 = s3Settings(config);
  const { sealing } = await openObjects({ dataDir: config.YIWANG_DATA_DIR, s3, ids, key: keys.attachments });
  await catchUpProjection({ store, sql, projection: attachmentListProjection });
  const remove = (digest: string) => removeAttachment(sealing, digest);
  return (caseId: string) => eraseCaseAttachments({ sql, attachments: { remove } }, caseId);
};

const nobody = (): number => {
  console.error('Nobody with sealed data was found.');
  return 1;
};

/** Checks the options of an action first, so that a wrong call opens nothing; the returned function does the work. */
const ACTIONS: Readonly<Record<string, (values: Values) => Promise<(core: Core) => Promise<number>>>> = {
  async erase(values) {
    const [selector, reason] = [await selectorOf(values), reasonOf(values)];
    return async (core) => {
      const erasure = erasureOf(core);
      const found = await erasure.find(selector);
      for (const person of found) {
        const obstacle = await erasure.obstacle(person.personId);
        if (obstacle !== undefined) {
          console.error(obstacle.refusal.message);
          return 1;
        }
      }
      const dryRun = values['dry-run'] === true;
      const eraseAttachments =
        values.attachments === true && !dryRun ? await attachmentEraser(core) : undefined;
      for (const person of found) {
        if (!dryRun) {
          await audited(core, 'erasePerson', person.personId, reason);
          // First: as long as the key exists, an interrupted caller can repeat it.
          if (person.caseId !== null) await eraseAttachments?.(person.caseId);
          await erasure.erase(person, reason, 'system');
        }
        console.log(
          JSON.stringify({
            personId: person.personId,
            caseId: person.caseId,
            erased: !dryRun,
          }),
        );
      }
      return found.length === 0 ? nobody() : 0;
    };
  },
  async export(values) {
    const [selector, reason] = [await selectorOf(values), reasonOf(values)];
    return async (core) => {
      const found = await erasureOf(core).find(selector);
      for (const { personId, caseId } of found) {
        await audited(core, 'export', personId, reason);
        const stream = /^named-in-(.+)$/.exec(personId)?.[1];
        const kept =
          caseId !== null
            ? await openSealedCase(core, caseId)
            : stream !== undefined
              ? await openStreamTexts(core, stream)
              : {};
        console.log(JSON.stringify({ personId, caseId, ...kept }));
      }
      return found.length === 0 ? nobody() : 0;
    };
  },
  async 'find-plain'() {
    return async ({ writtenLog }) => {
      let events = 0;
      for await (const found of findPlain(writtenLog)) {
        events += 1;
        console.log(JSON.stringify(found));
      }
      console.error(`${events} events contain personal data in plain text`);
      return 0;
    };
  },
};

export const personCommand: Command = {
  name: 'person',
  summary: 'erase a person, export their data, find data in plain text',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      case: { type: 'string' },
      person: { type: 'string' },
      'number-stdin': { type: 'boolean' },
      reason: { type: 'string' },
      attachments: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
    });
    const action = actionOf('person', positionals[0], Object.keys(ACTIONS), HELP);
    noMore(positionals.slice(1), HELP);
    return withCore(await ACTIONS[action]!(values));
  },
};
