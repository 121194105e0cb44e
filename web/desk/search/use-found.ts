import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useRoleWords } from '../../shared/role-words.ts';
import { mayDo } from '../../shared/session.ts';
import { useWord } from '../../shared/words.ts';
import { usersQuery } from '../people/people-query.ts';

export interface Found {
  /** Where it leads. */
  readonly path: string;
  readonly name: string;
  readonly detail: string;
}
export interface FoundGroup {
  readonly name: string;
  readonly items: readonly Found[];
}

/** Of each kind. */
const SHOWN = 5;
const SEES_PEOPLE = ['user:manage', 'right:grant', 'user:read'];

const listOf = (filter: Readonly<Record<string, string>>): string =>
  `/cases?${new URLSearchParams({ open: 'true', sort: 'dueAt', ...filter })}`;

/** What fits the words: cases, devices, people, places and components, each as far as I may see them. */
export const useFound = (text: string): readonly FoundGroup[] => {
  const say = useSay();
  const word = useWord();
  const rolesOf = useRoleWords();
  const me = useOwner();
  const isAsked = text.length > 0;
  const keyOf = (kind: string) => ['search', kind, text] as const;
  const cases = useQuery({
    queryKey: keyOf('cases'),
    queryFn: () => take(api.GET('/api/v1/cases', { params: { query: { text, limit: SHOWN } } })),
    enabled: isAsked && mayDo(me, 'case:read'),
  }).data?.items;
  const devices = useQuery({
    queryKey: keyOf('devices'),
    queryFn: () => take(api.GET('/api/v1/devices', { params: { query: { text, limit: SHOWN } } })),
    enabled: isAsked && mayDo(me, 'device:read'),
  }).data?.items;
  const components = useQuery({
    queryKey: keyOf('components'),
    queryFn: () => take(api.GET('/api/v1/components', { params: { query: { text, limit: SHOWN } } })),
    enabled: isAsked && mayDo(me, 'component:read'),
  }).data?.features;
  const places = useQuery({
    queryKey: keyOf('places'),
    queryFn: () => take(api.GET('/api/v1/places', { params: { query: { text, limit: SHOWN } } })),
    enabled: isAsked && mayDo(me, 'case:read'),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.items;
  const people = useQuery({
    ...usersQuery,
    enabled: isAsked && SEES_PEOPLE.some((right) => mayDo(me, right)),
  }).data?.items.filter(
    ({ displayName, loginName }) => displayName.includes(text) || loginName.includes(text),
  );
  if (!isAsked) return [];
  const groups: readonly FoundGroup[] = [
    {
      name: say('案件', 'Cases'),
      items: (cases ?? []).map(({ caseId, caseNumber, names, source, stage, location }) => ({
        path: `/cases/${caseId}`,
        name: `${names.matter ?? word('sources', source)} ${caseNumber}`,
        detail: `${word('stages', stage)} · ${names.place} ${location.address}`,
      })),
    },
    {
      name: say('设备', 'Devices'),
      items: (devices ?? []).map(({ deviceId, name }) => ({
        path: `/devices/${deviceId}`,
        name,
        detail: deviceId,
      })),
    },
    {
      name: say('人员', 'People'),
      items: (people ?? []).slice(0, SHOWN).map(({ displayName, loginName, assignments }) => ({
        path: `/people?text=${encodeURIComponent(loginName)}`,
        name: displayName,
        detail: `${loginName} ${rolesOf(assignments)}`,
      })),
    },
    {
      name: say('地点（看在办案件）', 'Places: their open cases'),
      items: (places ?? []).map(({ kind, code, name, place }) => ({
        path: listOf(kind === 'grid' ? { grid: code } : { division: code }),
        name,
        detail: place,
      })),
    },
    {
      name: say('部件（看所在网格的案件）', 'Components: cases of their grid'),
      items: (components ?? []).flatMap(({ properties }) =>
        properties.gridCode === null
          ? []
          : [
              {
                path: listOf({ grid: properties.gridCode }),
                name: properties.name,
                detail: properties.componentId,
              },
            ],
      ),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
};
