import { parseArgs } from 'node:util';
import { launchBrowser } from '../src/testing/browser.ts';
import { requireBuiltPages } from '../src/testing/built-pages.ts';
import { weightOf } from '../src/web-build/weight.ts';
import { createDatabase, median, onDatabase } from './harness.ts';
import { caughtUp } from './product.ts';
import { readConditions, round, writeResults } from './report.ts';
import { openStage, until } from './stage.ts';
import { signIn } from './web/api.ts';
import { summary, timeDesk } from './web/desk.ts';
import { measureHeap, slopeOf } from './web/heap.ts';
import { inspectPages } from './web/inspect.ts';
import { timePhone } from './web/phone.ts';
import { prepareOpenCases } from './web/prepare.ts';
import { createWatch } from './web/watch.ts';

const HELP = `npm run bench:web -- [--cases N] [--rounds N] [--hours N]

The pages in a real browser, with --cases (100,000) open cases in the database and people who may see all of them; the server runs
in a separate process. Medians, in ms, go to bench/results/web.json:

phoneFirstLoadKb, phoneAllKb  what the phone loads before its tasks are shown, and in all (brotli)
phoneUsableMs3g     empty cache, signed in, 400 kbit/s and a round trip of 400 ms: until the tasks are shown and one opens by a tap
phoneOfflineStartMs the same without any network, the browser opened anew
deskInteractiveMs   empty cache, signed in: until the first cases are shown and a key moves between them
queueSwitchMs       to another queue for the first time, until its cases are drawn
casePageMs          from the list to a case: facts, clocks, history and what can be done are drawn
heapSlopeKbPerHour  of a desk that is left open for --hours (8) of city traffic, by a faster clock; the first hour is not counted
axeSerious, consoleErrors  findings of axe-core, serious or worse, and complaints of the console, on all pages that were opened`;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    hours: { type: 'string', default: '8' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const [CASES, ROUNDS, HOURS] = [Number(values.cases), Number(values.rounds), Number(values.hours)];

await requireBuiltPages();
const stage = await openStage('web');
const browser = await launchBrowser();
try {
  const url = await createDatabase(stage.serverUrl, 'pages');
  console.log(`Opening ${CASES} cases …`);
  await prepareOpenCases(stage.settings(url), CASES);
  await onDatabase(url, (client) => client.query('vacuum analyze'));
  await stage.withServer(url, async () => {
    await until(() => caughtUp(stage.httpPort));
    const baseUrl = `http://127.0.0.1:${stage.httpPort}`;
    const [acceptor, dispatcher, worker, administrator] = [
      await signIn(baseUrl, 'bench-acceptor'),
      await signIn(baseUrl, 'bench-dispatcher'),
      await signIn(baseUrl, 'bench-worker'),
      await signIn(baseUrl, 'bench-administrator'),
    ];
    const watch = createWatch();
    console.log('The desk …');
    const desk = await timeDesk(browser, [acceptor, dispatcher], ROUNDS, watch);
    console.log(
      JSON.stringify(Object.fromEntries(Object.entries(desk).map(([name, all]) => [name, summary(all)]))),
    );
    console.log('The phone …');
    const phone = await timePhone(stage.httpPort, worker, ROUNDS, watch);
    console.log(JSON.stringify({ usable: summary(phone.usable), offlineStart: summary(phone.offlineStart) }));
    console.log('Barriers …');
    await inspectPages(browser, { acceptor, administrator, worker }, watch);
    for (const complaint of [...watch.findings, ...watch.complaints()]) console.log(`  ${complaint}`);
    console.log(`${HOURS} hours of traffic …`);
    const heap = await measureHeap({ browser, viewer: acceptor, reporter: worker, hours: HOURS, watch });
    const [{ n: openCases }] = await onDatabase(url, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from cases where closed_at is null`,
      );
      return rows as [{ n: number }];
    });
    const weight = await weightOf('phone/index.html');
    await writeResults(
      'web',
      {
        phoneFirstLoadKb: round(weight.atOnce / 1024),
        phoneAllKb: round(weight.whole / 1024),
        phoneUsableMs3g: Math.round(median(phone.usable)),
        phoneOfflineStartMs: Math.round(median(phone.offlineStart)),
        deskInteractiveMs: Math.round(median(desk.interactive)),
        queueSwitchMs: Math.round(median(desk.queueSwitch)),
        casePageMs: Math.round(median(desk.casePage)),
        openCases,
        heapSlopeKbPerHour: round(slopeOf(heap)),
        axeSerious: watch.findings.length,
        consoleErrors: watch.complaints().length,
      },
      {
        ...(await readConditions(url)),
        desk,
        phone,
        heap,
        findings: watch.findings,
        complaints: watch.complaints(),
      },
    );
  });
} finally {
  await browser.close();
  await stage.close();
}
