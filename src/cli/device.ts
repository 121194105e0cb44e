import { randomBytes } from 'node:crypto';
import { listBoundaries } from '../../projections/geography/division-list/queries.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import { createLocator } from '../geography/index.ts';
import { deviceDecider, deviceStream, hashSecret } from '../sensing/index.ts';
import { actionOf, type Command, needed, noMore, parse, UsageError } from './command.ts';
import { exitCodeOf, withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- device register --id <device id> --name <name> --model <model id> --lon <lon> --lat <lat>',
  '                                         [--interval <seconds>]',
  '',
  'Registers a device and prints its secret, only once. The server must have started once, so that divisions are loaded.',
].join('\n');

const numberOf = (text: string | undefined, option: string): number => {
  const value = Number(needed(text, option, HELP));
  if (!Number.isFinite(value)) throw new UsageError(`${option} must be a number of degrees, not ${text}.`);
  return value;
};

export const deviceCommand: Command = {
  name: 'device',
  summary: 'register devices',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      id: { type: 'string' },
      name: { type: 'string' },
      model: { type: 'string' },
      lon: { type: 'string' },
      lat: { type: 'string' },
      interval: { type: 'string', default: '60' },
    });
    actionOf('device', positionals[0], ['register'], HELP);
    noMore(positionals.slice(1), HELP);
    const id = needed(values.id, '--id', HELP);
    const name = needed(values.name, '--name', HELP);
    const model = needed(values.model, '--model', HELP);
    const lon = numberOf(values.lon, '--lon');
    const lat = numberOf(values.lat, '--lat');
    return withCore(async ({ sql, store, keys }) => {
      const rows = await listBoundaries(sql);
      const locator = createLocator({
        boundaries: rows.map((row) => ({
          code: row.code,
          name: row.name,
          geometry: row.boundary,
          approximate: row.boundary_approximate,
        })),
        grids: [],
      });
      const division = locator.divisionOf({ lon, lat });
      if (division === null) {
        console.error(
          '坐标不在本省范围内 (the point is outside the province, or the divisions are not loaded yet)',
        );
        return 1;
      }
      const secret = randomBytes(32).toString('base64url');
      const outcome = await createCommandHandler(store)({
        stream: deviceStream(id),
        decider: deviceDecider,
        command: {
          type: 'RegisterDevice',
          data: {
            deviceId: id,
            name,
            modelId: model,
            location: { lon, lat },
            divisionCode: division.code,
            gridCode: null,
            departmentId: null,
            secretHash: hashSecret(keys.deviceSecrets, secret),
            reportIntervalSeconds: Number(values.interval),
            synthetic: false,
          },
        },
        context: { actor: 'system' },
      });
      if (!outcome.ok) return exitCodeOf(outcome);
      console.log(JSON.stringify({ deviceId: id, divisionCode: division.code, secret }));
      return 0;
    });
  },
};
