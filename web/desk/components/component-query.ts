import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { addressFilter, type Filter } from '../list/address-filter.ts';
import { pageAt, paged } from '../list/paged.ts';

export type Component = Schemas['Components']['features'][number];

export const COMPONENTS = 'components';
const NAMES = ['text', 'division'] as const;
export const COMPONENT_FILTER = addressFilter(NAMES, {});

export const componentsQuery = (filter: Filter<(typeof NAMES)[number]>) =>
  infiniteQueryOptions({
    queryKey: [COMPONENTS, filter] as const,
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/v1/components', { params: { query: { ...filter, ...pageAt(pageParam) } } })),
    ...paged,
  });
