import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { hireCrew } from './case-crew.ts';
import { startProduct } from './product.ts';
import { publicReporter } from './public-reporter.ts';

interface PublicOffice<Prefix extends string> {
  readonly clock: Clock;
  /** Before the names of its people, which are those of their posts. */
  readonly prefix: Prefix;
  readonly settings?: Readonly<Record<string, string>>;
  readonly logger?: Logger;
}

/** Somebody without an account who reports in Taiyuan, and the people who work what they report. */
export const openPublicOffice = async <Prefix extends string>({
  clock,
  prefix,
  settings = {},
  logger,
}: PublicOffice<Prefix>) => {
  const product = await startProduct(
    {
      YIWANG_PUBLIC_PROOF_BITS: '4',
      YIWANG_PUBLIC_DIVISIONS: '1401',
      YIWANG_SESSION_HOURS: '2000',
      YIWANG_PUBLIC_REPORTS_PER_HOUR_PER_ADDRESS: '40',
      ...settings,
    },
    clock,
    logger,
  );
  const crew = await hireCrew(product, [
    [`${prefix}acceptor`, 'acceptor', null],
    [`${prefix}leader`, 'shiftLeader', null],
    [`${prefix}dispatcher`, 'dispatcher', null],
    [`${prefix}manager`, 'departmentManager', 'urban'],
    [`${prefix}checker`, 'gridWorker', null],
  ] as const);
  return {
    product,
    crew,
    someone: publicReporter(product),
    /** The case of a public report, as the acceptor finds it among the tasks. */
    async taskOf(caseNumber: unknown) {
      const { items } = (await crew.call(`${prefix}acceptor`, 'GET', '/tasks?limit=500')).body;
      return items.find((item) => item.caseNumber === caseNumber)!;
    },
  };
};
