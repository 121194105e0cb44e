import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { pageAt, paged } from '../list/paged.ts';

export type Webhook = Schemas['Webhook'];
export type Delivery = Schemas['WebhookDelivery'];

export const WEBHOOKS = 'webhooks';
const REFRESH_MS = 10_000;
const SOON_MS = 2000;

export const webhooksQuery = queryOptions({
  queryKey: [WEBHOOKS] as const,
  queryFn: () => take(api.GET('/api/v1/webhooks', { params: { query: {} } })),
  refetchInterval: REFRESH_MS,
});

export const deliveriesQuery = (webhookId: string, state: Delivery['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: [WEBHOOKS, webhookId, 'deliveries', state ?? 'all'] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/webhooks/{webhookId}/deliveries', {
          params: {
            path: { webhookId },
            query: { ...(state === undefined ? {} : { state }), ...pageAt(pageParam, 20) },
          },
        }),
      ),
    ...paged,
    // Calls are made in the background, of which the live stream tells nothing.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.items.some((each) => each.state === 'pending')) ? SOON_MS : REFRESH_MS,
  });
