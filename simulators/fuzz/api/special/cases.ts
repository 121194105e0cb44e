import { jsonRequest } from '../request.ts';
import { markerOf, PLACES } from '../world.ts';
import { MATTER, picture, type SpecialRequests } from './maker.ts';

/** Cases whose parts must agree. */
export const CASES: SpecialRequests = {
  'POST /api/v1/cases/{caseId}/link': {
    make({ pools, person, random }) {
      const [one, other] = [
        pools.pick(person.city, 'caseId', random()),
        pools.pick(person.city, 'caseId', random()),
      ];
      if (one === undefined || other === undefined) return undefined;
      const body = { parentId: other.id, kind: random() < 0.5 ? 'duplicate' : 'child', reason: '重复' };
      return jsonRequest('POST', `/api/v1/cases/${one.id}/link`, body);
    },
  },
  'PUT /api/v1/dispatch-rules': {
    async make({ read }) {
      const rules = (await read('/api/v1/dispatch-rules')) as Record<string, unknown> | undefined;
      if (rules === undefined) return undefined;
      const { name, source } = rules;
      return jsonRequest('PUT', '/api/v1/dispatch-rules', { name, source, rules: rules.rules ?? [] });
    },
  },
  'POST /api/v1/cases': {
    roles: ['gridWorker', 'acceptor'],
    make: ({ person, random }) => {
      const { lon, lat } = PLACES[person.city];
      return jsonRequest('POST', '/api/v1/cases', {
        source: person.role === 'acceptor' ? 'hotline12345' : 'gridWorker',
        description: `井盖缺失 ${markerOf(person.city)} ${Math.floor(random() * 1e6)}`,
        location: { lon: lon + random() * 0.02, lat: lat + random() * 0.02 },
        matterCode: MATTER,
        ...(random() < 0.3 ? { petitioner: { name: '王五', phone: '13800138000' } } : {}),
      });
    },
  },
  'POST /api/v1/cases/{caseId}/self-handling-audit': {
    roles: ['acceptor'],
    async make({ world, person, random }) {
      // From the same group: the sender of a request does nothing else meanwhile.
      const worker = world.people
        .find((group) => group.includes(person))!
        .find(
          ({ role, city, isProvincial }) => role === 'gridWorker' && city === person.city && !isProvincial,
        )!;
      const form = new FormData();
      const report = {
        description: '小广告',
        location: PLACES[person.city],
        selfHandling: { result: '已清理' },
      };
      form.append('report', JSON.stringify(report));
      for (const field of ['photo', 'photoAfter'])
        form.append(field, new Blob([picture(random)], { type: 'image/png' }), 'p.png');
      const response = await fetch(`${world.baseUrl}/api/v1/cases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${worker.token}` },
        body: form,
      });
      const { caseId } = (await response.json()) as { caseId?: string };
      if (caseId === undefined) return undefined;
      const body = { opinion: '同意', approved: random() < 0.5 };
      return jsonRequest('POST', `/api/v1/cases/${caseId}/self-handling-audit`, body);
    },
  },
  'POST /api/v1/dispatch-suggestions': {
    make: ({ person }) =>
      jsonRequest('POST', '/api/v1/dispatch-suggestions', {
        point: PLACES[person.city],
        matterCode: MATTER,
      }),
  },
  'POST /api/v1/dispatch-rules/dry-run': {
    make: ({ pools, person, random }) => {
      const caseId = pools.pick(person.city, 'caseId', random())?.id;
      return jsonRequest('POST', '/api/v1/dispatch-rules/dry-run', { caseId });
    },
  },
};
