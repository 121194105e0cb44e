import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { Link } from 'wouter';
import { metresBetween } from '../../../src/geography/distance.ts';
import { api, take } from '../../shared/api.ts';
import { CITY_DIGITS, COUNTY_DIGITS } from '../../shared/division-code.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { useWord } from '../../shared/words.ts';
import type { Mark } from '../map/map-view.tsx';
import { gridsQuery } from '../places/grid-query.ts';
import { type CaseInFull, NEAR_CASES } from '../queue/case-query.ts';
import { NearList } from './near-list.tsx';
import { marksOf, useNearThings } from './near-query.ts';

const MapView = lazy(() => import('../map/map-view.tsx'));

const NEAR_M = 2000;
const LISTED = 5;
const ASKED = 100;
const SIGNS = { green: '●', yellow: '▲', red: '■' } as const;

/** Where a case is: its grid, and what is open near it, on a map and in words. */
export const CaseMap = ({ shown }: { readonly shown: CaseInFull }) => {
  const say = useSay();
  const language = useLanguage();
  const word = useWord();
  const me = useOwner();
  const { caseId, location, divisionCode, gridCode } = shown;
  const county = divisionCode.slice(0, COUNTY_DIGITS);
  const grids = useQuery({
    ...gridsQuery(county),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: gridCode !== null && mayDo(me, 'grid:read'),
  });
  const grid = grids.data?.features.find(({ properties }) => properties.code === gridCode);
  const open = useQuery({
    queryKey: [NEAR_CASES, county],
    queryFn: () =>
      take(api.GET('/api/v1/cases', { params: { query: { division: county, open: true, limit: ASKED } } })),
  });
  const near = useMemo(
    () =>
      (open.data?.items ?? [])
        .filter((other) => other.caseId !== caseId)
        .map((other) => ({ other, metres: Math.round(metresBetween(location, other.location)) }))
        .filter(({ metres }) => metres <= NEAR_M)
        .sort((one, two) => one.metres - two.metres),
    [open.data, caseId, location],
  );
  const things = useNearThings(location);
  const marks = useMemo(
    (): readonly Mark[] => [
      ...marksOf(things),
      ...near.map(({ other }) => ({
        id: other.caseId,
        lon: other.location.lon,
        lat: other.location.lat,
        sign: SIGNS[other.light ?? 'green'],
        className: `clock-light-${other.light ?? 'green'}`,
        words: `${other.caseNumber} ${other.names.matter ?? ''}`,
      })),
      {
        id: caseId,
        ...location,
        sign: '◎',
        className: 'map-mark-here',
        words: language === 'en' ? 'This case' : '本案',
      },
    ],
    [near, things, caseId, location, language],
  );
  return (
    <section aria-label={say('位置', 'Place')}>
      <h3>{say('位置', 'Place')}</h3>
      <Suspense fallback={<p className="hint">{say('正在打开地图…', 'Opening the map…')}</p>}>
        <MapView
          label={say('案件位置地图', 'Map of the case')}
          division={divisionCode.slice(0, CITY_DIGITS)}
          at={location}
          marks={marks}
          grid={grid}
        />
      </Suspense>
      <p className="hint">
        ◎ {location.lon}, {location.lat}
        {shown.names.grid === null ? '' : ` · ${shown.names.grid}`} ·{' '}
        {say(
          `${NEAR_M / 1000} 公里内在办 ${near.length} 件`,
          `${near.length} open within ${NEAR_M / 1000} km`,
        )}
      </p>
      <ul className="related">
        {near.slice(0, LISTED).map(({ other, metres }) => (
          <li key={other.caseId}>
            <Link href={`/cases/${other.caseId}`}>{other.caseNumber}</Link>{' '}
            {other.names.matter ?? word('sources', other.source)}
            {say(`，相距 ${metres} 米`, `, ${metres} m away`)}
          </li>
        ))}
      </ul>
      <NearList {...things} />
    </section>
  );
};
