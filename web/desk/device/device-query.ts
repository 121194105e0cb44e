import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { addressFilter, type Filter } from '../list/address-filter.ts';
import { pageAt, paged } from '../list/paged.ts';

export type Device = Schemas['Device'];
export type DeviceInFull = Schemas['DeviceInFull'];
export type DeviceModel = Schemas['DeviceModel'];

export const DEVICES = 'devices';
export const DEVICE = 'device';

const FILTER_NAMES = ['family', 'model', 'presence', 'status', 'division', 'text'] as const;
export type DeviceFilterName = (typeof FILTER_NAMES)[number];
export type DeviceFilter = Filter<DeviceFilterName>;
export const DEVICE_FILTER = addressFilter(FILTER_NAMES, { status: 'active' });

export const deviceListQuery = (filter: DeviceFilter) =>
  infiniteQueryOptions({
    queryKey: [DEVICES, filter] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/devices', {
          params: { query: { ...(filter as Record<string, never>), ...pageAt(pageParam) } },
        }),
      ),
    ...paged,
  });

export const deviceQuery = (deviceId: string) =>
  queryOptions({
    queryKey: [DEVICE, deviceId] as const,
    queryFn: () => take(api.GET('/api/v1/devices/{deviceId}', { params: { path: { deviceId } } })),
  });

export const deviceTimelineQuery = (deviceId: string) =>
  queryOptions({
    queryKey: [DEVICE, deviceId, 'timeline'] as const,
    queryFn: () => take(api.GET('/api/v1/devices/{deviceId}/timeline', { params: { path: { deviceId } } })),
  });

/** Models of devices with their indicators: the same for everybody. */
export const useModels = (): readonly DeviceModel[] =>
  useQuery({
    queryKey: ['device-models'],
    queryFn: () => take(api.GET('/api/v1/device-models', { params: { query: {} } })),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.items ?? [];
