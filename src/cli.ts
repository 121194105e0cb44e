import { runCommand } from './cli/run-command.ts';
import { guarded, ignored } from './platform/guard.ts';

/** What a failed command left open may not keep its process for longer. */
const LEFTOVERS_MS = 5000;

// Whoever read the output has gone (`| head`): the command finishes its work, and says no more.
for (const output of [process.stdout, process.stderr]) output.on('error', ignored);

process.exitCode = await runCommand(process.argv.slice(2));
setTimeout(
  guarded('command leftovers', () => process.exit()),
  LEFTOVERS_MS,
).unref();
