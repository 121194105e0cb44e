import { type FuzzRequest, jsonRequest } from '../request.ts';
import { FUZZ_PASSWORD, markerOf, type Person, type World } from '../world.ts';
import { itemsOf, type Maker, type SpecialRequests, someId } from './maker.ts';

/** A change of rights that somebody else asked for. */
const decideChange = async (
  { read, person, random }: Maker,
  how: 'approval' | 'refusal',
): Promise<FuzzRequest | undefined> => {
  const waiting = itemsOf(await read('/api/v1/rights-changes')).filter(
    ({ requestedBy }) => requestedBy !== person.userId,
  );
  const one = waiting[Math.floor(random() * waiting.length)];
  if (one === undefined) return undefined;
  const path = `/api/v1/users/${String(one.userId)}/rights-changes/${String(one.requestId)}/${how}`;
  return jsonRequest('POST', path, { reason: '核对' });
};

const guineaOf = (world: World, { city }: Person): Promise<Person> => world.addGuinea(city);

const signedInGuinea = async (world: World, person: Person): Promise<Person> => {
  const guinea = await guineaOf(world, person);
  await world.signIn(guinea);
  return guinea;
};

/** Accounts, rights, sessions, notifications. */
export const PEOPLE: SpecialRequests = {
  'POST /api/v1/session': {
    make: ({ person }) =>
      jsonRequest('POST', '/api/v1/session', { name: person.name, password: FUZZ_PASSWORD }),
  },
  'DELETE /api/v1/session': {
    asks: signedInGuinea,
    make: () => ({ method: 'DELETE', path: '/api/v1/session' }),
  },
  'PUT /api/v1/session/password': {
    asks: signedInGuinea,
    make: ({ random }) =>
      jsonRequest('PUT', '/api/v1/session/password', {
        currentPassword: FUZZ_PASSWORD,
        newPassword: `Another-river-${Math.floor(random() * 1e9)}`,
      }),
  },
  'POST /api/v1/users': {
    make: ({ person, random }) =>
      jsonRequest('POST', '/api/v1/users', {
        loginName: someId(random, 'made').toLowerCase(),
        displayName: `新人 ${markerOf(person.city)}`,
        password: FUZZ_PASSWORD,
        homeDivision: person.city,
      }),
  },
  'POST /api/v1/users/{userId}/assignments': {
    async make({ world, person }) {
      const { userId } = await guineaOf(world, person);
      await world.server.engine.waitFor(await world.server.core.store.head());
      const body = { role: 'gridWorker', divisionCode: `${person.city}06`, departmentId: null };
      return jsonRequest('POST', `/api/v1/users/${userId}/assignments`, body);
    },
  },
  'DELETE /api/v1/users/{userId}/assignments/{assignmentId}': {
    async make({ world, person, read }) {
      const { userId } = await guineaOf(world, person);
      await world.server.engine.waitFor(await world.server.core.store.head());
      const user = (await read(`/api/v1/users/${userId}`)) as
        | { assignments?: { assignmentId: string }[] }
        | undefined;
      const assignmentId = user?.assignments?.[0]?.assignmentId ?? 'none';
      return { method: 'DELETE', path: `/api/v1/users/${userId}/assignments/${assignmentId}` };
    },
  },
  'POST /api/v1/users/{userId}/disabling': {
    async make({ world, person }) {
      const { userId } = await guineaOf(world, person);
      await world.server.engine.waitFor(await world.server.core.store.head());
      return jsonRequest('POST', `/api/v1/users/${userId}/disabling`, { reason: '离职' });
    },
  },
  'PUT /api/v1/departments/{departmentId}': {
    make: ({ person, random }) =>
      jsonRequest('PUT', `/api/v1/departments/${someId(random, 'dep')}`, {
        name: '园林局',
        divisionCode: person.city,
        bodies: [],
      }),
  },
  'POST /api/v1/notifications/{notificationId}/acknowledgement': {
    async make({ read, random }) {
      const notified = itemsOf(await read('/api/v1/notifications?limit=20'));
      const one = notified[Math.floor(random() * notified.length)];
      if (one === undefined) return undefined;
      return { method: 'POST', path: `/api/v1/notifications/${String(one.notificationId)}/acknowledgement` };
    },
  },
  'POST /api/v1/users/{userId}/rights-changes/{requestId}/approval': {
    make: (maker) => decideChange(maker, 'approval'),
  },
  'POST /api/v1/users/{userId}/rights-changes/{requestId}/refusal': {
    make: (maker) => decideChange(maker, 'refusal'),
  },
  'POST /api/v1/webhooks': {
    make: ({ person, random }) =>
      jsonRequest('POST', '/api/v1/webhooks', {
        name: someId(random, `推送 ${markerOf(person.city)}`),
        url: 'http://127.0.0.1:9/nowhere',
        divisionCode: person.city,
      }),
  },
  'PUT /api/v1/notification-preferences': {
    make: () => jsonRequest('PUT', '/api/v1/notification-preferences', { quietHours: null, muted: [] }),
  },
};
