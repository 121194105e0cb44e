import type { QueryClient } from '@tanstack/react-query';
import type { Me } from '../../shared/session.ts';
import { boundariesQuery, citiesOf } from '../map/kept-areas.ts';
import { mattersQuery } from '../report/matters-query.ts';
import { areasOf, divisionsQuery, gridsQuery, parentsOf } from '../report/place.ts';

/** Asks for what reports need without a network, so that it is kept before it is missed. */
export const fetchArea = async (client: QueryClient, me: Me): Promise<void> => {
  const areas = areasOf(me);
  await Promise.allSettled([
    client.prefetchQuery(mattersQuery),
    ...areas.map((area) => client.prefetchQuery(gridsQuery(area))),
    ...parentsOf(areas).map((parent) => client.prefetchQuery(divisionsQuery(parent))),
    ...citiesOf(areas).map((city) => client.prefetchQuery(boundariesQuery(city))),
  ]);
};
