import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { useDepartments } from '../places/department-query.ts';
import { deviceTimelineQuery } from './device-query.ts';

const Change = ({ data }: { readonly data: Schemas['DeviceEvent']['data'] }) => {
  const say = useSay();
  const departments = useDepartments();
  const { name, location, departmentId, alias, reason } = data;
  const department = departments.find((each) => each.departmentId === departmentId)?.name;
  const parts = [
    name,
    location && `${location.lon}, ${location.lat}`,
    departmentId === null ? undefined : (department ?? departmentId),
    alias && `${alias.standard} ${alias.id}`,
    reason,
  ].filter((part) => part !== undefined);
  const isGivenUp = departmentId === null && name === undefined;
  return (
    <span className="second wrap">
      {isGivenUp ? say('无部门', 'no department') : parts.join(say('，', ', '))}
    </span>
  );
};

/** What was changed of a device, newest first. */
export const DeviceTimeline = ({ deviceId }: { readonly deviceId: string }) => {
  const say = useSay();
  const word = useWord();
  const asked = useQuery(deviceTimelineQuery(deviceId));
  return (
    <section aria-label={say('变更记录', 'Changes')}>
      <h3>{say('变更记录', 'Changes')}</h3>
      <Loaded of={asked}>
        <ol className="timeline">
          {[...(asked.data?.items ?? [])].reverse().map(({ version, type, at, actorName, data }) => (
            <li key={version}>
              <Moment at={at} />
              <p>
                <strong>{word('deviceEvents', type)}</strong> {actorName}
                <Change data={data} />
              </p>
            </li>
          ))}
        </ol>
      </Loaded>
    </section>
  );
};
