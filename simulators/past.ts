import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { pastSchema } from './past/config.ts';
import { recordsOf } from './past/records.ts';

/** What devices would have reported in a past span: `past.ts <config.json>` writes one JSON line for each report, by time. */
const [configPath] = process.argv.slice(2);
if (configPath === undefined) {
  console.error('Usage: past.ts <config.json>');
  process.exit(2);
}
const config = pastSchema.parse(JSON.parse(readFileSync(configPath, 'utf8')));
const records = config.devices.flatMap((device) => recordsOf(device, config));
records.sort((a, b) => a.at - b.at || (a.deviceId < b.deviceId ? -1 : 1));
const LINES_AT_ONCE = 5000;
function* pieces() {
  for (let from = 0; from < records.length; from += LINES_AT_ONCE) {
    const lines = records.slice(from, from + LINES_AT_ONCE).map((record) => `${JSON.stringify(record)}\n`);
    yield lines.join('');
  }
}
await pipeline(pieces, createWriteStream(config.outputPath));
