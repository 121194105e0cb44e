// The watchdog's thread. Plain JavaScript, so that it starts without a loader and takes little memory. It runs while the main
// thread spins: nothing here may wait for that one, also not to log.
import { writeFileSync, writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';

const { beats, limitMs, lookMs, reports } = workerData;
const counter = new Int32Array(beats);
const STACK_LIMIT_MS = 3000;
const FATAL = 60;

let seen = -1;
let silentMs = 0;
let lookedAt = performance.now();
let isEnding = false;

/** Where the main thread is: functions and lines, no values. The debugger can interrupt code that loops. */
const stackOfMain = () =>
  new Promise((resolve) => {
    const session = new Session();
    const files = new Map();
    setTimeout(() => resolve(undefined), STACK_LIMIT_MS);
    session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url));
    session.on('Debugger.paused', ({ params }) =>
      resolve(
        params.callFrames.map(
          ({ functionName, location }) =>
            `${functionName || '(anonymous)'} ${files.get(location.scriptId) ?? ''}:${location.lineNumber + 1}`,
        ),
      ),
    );
    session.connectToMainThread();
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });

const end = async () => {
  const at = new Date();
  const report = {
    at: at.toISOString(),
    kind: 'blocked',
    blockedMs: Math.round(silentMs),
    memory: process.memoryUsage(),
  };
  const file = join(reports, `${report.at.replaceAll(':', '-')}-${process.pid}.json`);
  const write = (stack) => {
    try {
      writeFileSync(file, `${JSON.stringify({ ...report, stack }, null, 2)}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not keep the process.
    }
  };
  // Once before the stack is asked for, in case that fails.
  write(undefined);
  const stack = await stackOfMain().catch(() => undefined);
  write(stack);
  try {
    const line = { level: FATAL, time: at.getTime(), blockedMs: report.blockedMs, report: file, stack };
    writeSync(2, `${JSON.stringify({ ...line, msg: 'nothing moves any more: the watchdog ends yiwang' })}\n`);
  } finally {
    // process.exit() would end this thread alone, and SIGTERM waits for the thread that spins.
    process.kill(process.pid, 'SIGKILL');
  }
};

setInterval(() => {
  const now = performance.now();
  // This thread stood still too where more has passed: a machine that was suspended, or has no processor left for anybody.
  silentMs += Math.min(now - lookedAt, 2 * lookMs);
  lookedAt = now;
  const beat = Atomics.load(counter, 0);
  if (beat !== seen) silentMs = 0;
  seen = beat;
  if (silentMs < limitMs || isEnding) return;
  isEnding = true;
  void end();
}, lookMs);
