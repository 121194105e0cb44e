import { type FuzzRequest, jsonRequest } from '../request.ts';
import { type City, markerOf, type Person, PLACES, type World } from '../world.ts';
import { type Maker, type SpecialRequests, someId } from './maker.ts';

const sheet = (path: string, csv: string): FuzzRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'text/csv' },
  body: csv,
});

const square = (city: City, random: () => number) => {
  const lon = PLACES[city].lon + random() * 0.02;
  const lat = PLACES[city].lat + random() * 0.02;
  const ring = [
    [lon, lat],
    [lon + 0.001, lat],
    [lon + 0.001, lat + 0.001],
    [lon, lat + 0.001],
    [lon, lat],
  ];
  return { type: 'Polygon', coordinates: [ring] };
};

const COUNTIES: Readonly<Record<City, string>> = { '1401': '140106', '1402': '140213' };

/** The county at the place of a city, by which components are numbered. */
const countyOf = async (read: Maker['read'], city: City): Promise<string> => {
  const { lon, lat } = PLACES[city];
  const answer = (await read(`/api/v1/locate?lon=${lon}&lat=${lat}`)) as
    | { division?: { code?: string }; divisionCode?: string }
    | undefined;
  const code = answer?.division?.code ?? answer?.divisionCode ?? '';
  return code.length >= 6 ? code.slice(0, 6) : COUNTIES[city];
};

const componentId = (county: string, random: () => number): string =>
  `${county}01037${String(Math.floor(random() * 1e6)).padStart(6, '0')}`;

const templates = new Map<string, string>();
/** A template as the product hands it out, which it must take back. */
const templateOf = async (world: World, person: Person, name: string): Promise<string> => {
  const known = templates.get(name);
  if (known !== undefined) return known;
  const response = await fetch(`${world.baseUrl}/api/v1/import-templates/${name}`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const text = await response.text();
  templates.set(name, text);
  return text;
};

/** Grids, components, standards. */
export const PLACES_AND_STANDARDS: SpecialRequests = {
  'POST /api/v1/grids/import': {
    make({ person, random }) {
      const properties = {
        code: someId(random, 'G').toUpperCase(),
        name: `网格 ${markerOf(person.city)}`,
        divisionCode: person.city,
      };
      const feature = { type: 'Feature', properties, geometry: square(person.city, random) };
      return jsonRequest('POST', '/api/v1/grids/import?dryRun=false', {
        type: 'FeatureCollection',
        features: [feature],
      });
    },
  },
  'POST /api/v1/filing-standards/import': {
    async make({ world, person }) {
      const template = await templateOf(world, person, 'filing-standard');
      const query = 'standardId=fuzz&name=F&codeSetId=gbt-30428-2-2013&source=fuzz&dryRun=true';
      return sheet(`/api/v1/filing-standards/import?${query}`, template);
    },
  },
  'POST /api/v1/code-sets/import': {
    async make({ world, person }) {
      const template = await templateOf(world, person, 'code-set');
      return sheet(
        '/api/v1/code-sets/import?codeSetId=fuzz-2026&standard=DB14&source=fuzz&dryRun=true',
        template,
      );
    },
  },
  'POST /api/v1/components/import': {
    async make({ world, person }) {
      const template = await templateOf(world, person, 'component');
      return sheet('/api/v1/components/import?dryRun=true', template);
    },
  },
  'POST /api/v1/components': {
    async make({ read, person, random }) {
      const county = await countyOf(read, person.city);
      return jsonRequest('POST', '/api/v1/components', {
        componentId: componentId(county, random),
        name: '路灯',
        bodies: { inCharge: { name: `城管 ${markerOf(person.city)}` } },
        location: { ...PLACES[person.city], address: '大街' },
      });
    },
  },
  'POST /api/v1/components/{componentId}/moves': {
    make: ({ pools, person, random }) => {
      const component = pools.pick(person.city, 'componentId', random());
      if (component === undefined) return undefined;
      const location = { ...PLACES[person.city], lon: PLACES[person.city].lon + random() * 0.001 };
      return jsonRequest('POST', `/api/v1/components/${component.id}/moves`, { location });
    },
  },
  'GET /api/v1/import-templates/{name}': {
    make: () => ({ method: 'GET', path: '/api/v1/import-templates/component' }),
  },
};
