import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';

const SECOND_MS = 1000;

/** How much of what a device should have sent today has come, and how far its clock is off; undefined where nothing is known. */
export const useDataQuality = (deviceId: string) => {
  const say = useSay();
  const rates = useQuery({
    queryKey: ['data-rates', deviceId],
    queryFn: () => take(api.GET('/api/v1/data-rates', { params: { query: { device: deviceId } } })),
  });
  const clock = useQuery({
    queryKey: ['device-clock', deviceId],
    queryFn: () => take(api.GET('/api/v1/devices/{deviceId}/clock', { params: { path: { deviceId } } })),
  });
  const rate = rates.data?.items[0];
  const medianMs = clock.data !== undefined && 'medianMs' in clock.data ? clock.data.medianMs : null;
  return {
    // The two figures, not a percentage: 99.96 % is not 100 %.
    rateWords:
      rate === undefined
        ? undefined
        : say(
            `${rate.arrived}/${rate.expected}，有效 ${rate.valid}`,
            `${rate.arrived}/${rate.expected}, valid ${rate.valid}`,
          ),
    clockWords:
      medianMs === null
        ? undefined
        : say(
            `${(medianMs / SECOND_MS).toFixed(1)} 秒（收到减观测）`,
            `${(medianMs / SECOND_MS).toFixed(1)} s (received less observed)`,
          ),
  };
};
