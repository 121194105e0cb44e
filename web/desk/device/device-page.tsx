import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { Loaded } from '../list/loaded.tsx';
import { DeviceActs } from './device-acts.tsx';
import { DeviceCurve } from './device-curve.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { deviceQuery } from './device-query.ts';
import { DeviceRequests } from './device-requests.tsx';
import { DeviceTimeline } from './device-timeline.tsx';
import { LatestValues } from './latest-values.tsx';
import { PresenceMark } from './presence-mark.tsx';
import { RejectedList } from './rejected-list.tsx';

/** One device: what it says, how it does, what could not be taken of it, and what can be done. */
const DevicePage = ({ deviceId }: { readonly deviceId: string }) => {
  const say = useSay();
  const me = useOwner();
  const asked = useQuery(deviceQuery(deviceId));
  const device = asked.data;
  if (asked.error instanceof ApiError && asked.error.status === 404)
    return (
      <p className="centred">
        {say('没有这台设备，或者您无权查看。', 'There is no such device, or you may not see it.')}
      </p>
    );
  const mayManage = mayDo(me, 'device:manage');
  return (
    <main className="case-page">
      <Loaded of={asked}>
        {device !== undefined && (
          <>
            <div className="case-top">
              <header className="case-head">
                <h2>{device.name}</h2>
                <p>
                  <PresenceMark device={device} /> · {device.deviceId}
                </p>
              </header>
            </div>
            <div className="case-columns">
              <section className="card">
                <LatestValues device={device} />
                <DeviceCurve device={device} />
              </section>
              <section className="card">
                <DeviceFacts device={device} />
                {mayManage && <DeviceActs device={device} />}
                <DeviceTimeline deviceId={device.deviceId} />
              </section>
              {(mayManage || mayDo(me, 'rejected:read')) && (
                <section className="card">
                  {mayManage && <DeviceRequests device={device} />}
                  {mayDo(me, 'rejected:read') && (
                    <section aria-label={say('异常报文', 'Rejected messages')}>
                      <h3>{say('异常报文', 'Rejected messages')}</h3>
                      <RejectedList deviceId={deviceId} />
                    </section>
                  )}
                </section>
              )}
            </div>
          </>
        )}
      </Loaded>
    </main>
  );
};
export default DevicePage;
