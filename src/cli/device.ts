import { randomBytes } from 'node:crypto';
import type { DivisionRow } from '../../projections/division-list/project.ts';
import { createCommandHandler } from '../application/command-handler.ts';
import { createLocator } from '../geography/index.ts';
import { deviceDecider, deviceStream, hashSecret } from '../sensing/index.ts';
import { type Command, parse, UsageError } from './command.ts';
import { exitCodeOf, withCore } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- device register --id <device id> --name <name> --model <model id> --lon <lon> --lat <lat>',
  '                                         [--interval <seconds>]',
  '',
  'Registers a device and prints its secret, this once. The server must have started once, so that divisions are loaded.',
].join('\n');

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
    const { id, name, model } = values;
    const [lon, lat] = [Number(values.lon), Number(values.lat)];
    if (
      positionals[0] !== 'register' ||
      id === undefined ||
      name === undefined ||
      model === undefined ||
      !Number.isFinite(lon + lat)
    ) {
      throw new UsageError(HELP);
    }
    return withCore(async ({ sql, store, keys }) => {
      const rows = await sql<DivisionRow>`select * from divisions where boundary is not null`;
      const locator = createLocator({
        boundaries: rows.map((row) => ({
          code: row.code,
          name: row.name,
          geometry: row.boundary!,
          approximate: row.boundary_approximate,
        })),
        grids: [],
      });
      const division = locator.divisionOf({ lon, lat });
      if (division === null) {
        console.error(
          '坐标不在本省范围内 (the point lies outside the province, or the divisions are not loaded yet)',
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
