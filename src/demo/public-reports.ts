import { workIn } from '../application/public-reports/challenge.ts';
import type { StaffCall } from './staff-call.ts';
import { moveOn, type WaitingCase } from './waiting-cases.ts';

interface PublicReport extends Pick<WaitingCase, 'key' | 'until' | 'departmentId'> {
  readonly description: string;
  readonly matterCode?: string;
  readonly place: Readonly<Record<string, string | number>>;
}

/** Invented, like those of the staff: what people without an account have told. */
const REPORTS: readonly PublicReport[] = [
  {
    key: 'public-bin',
    description: '小区北门外的垃圾桶满了三天，味道很大',
    place: { lon: 112.5691, lat: 37.8667, address: '柳巷南口公交站旁' },
    until: 'reported',
  },
  {
    key: 'public-words',
    description: '过街天桥的台阶松动，下雨天很滑',
    place: { divisionCode: '140105', address: '坞城路小学往南第二个路口的天桥' },
    until: 'reported',
  },
  {
    key: 'public-bikes',
    matterCode: 'event-04-10',
    description: '共享单车堆满人行道，轮椅过不去',
    place: { lon: 112.5655, lat: 37.8644, address: '五一路与府东街口' },
    until: 'accepted',
  },
  {
    key: 'public-noise',
    matterCode: 'event-03-01',
    description: '夜里十二点工地还在打桩',
    place: { lon: 112.5718, lat: 37.8701, address: '解放路工地' },
    until: 'handling',
    departmentId: 'urban',
  },
  {
    key: 'public-road',
    matterCode: 'event-01-13',
    description: '路面坑洼，电动车容易摔倒',
    place: { lon: 112.5702, lat: 37.8659, address: '食品街西口' },
    until: 'closed',
    departmentId: 'municipal',
  },
];

const REPORT_KEY_LENGTH = 24;

/** A request without an account. Throws if it is refused. */
const createPublicCall =
  (baseUrl: string) =>
  async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${baseUrl}/api/v1/public${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, string>;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  };

/** People without an account report; the staff moves some of their cases on. A second run changes nothing. */
export const reportByPublic = async (baseUrl: string, call: StaffCall): Promise<void> => {
  const tell = createPublicCall(baseUrl);
  const prove = async (): Promise<string> => {
    const { challenge = '', bits } = await tell('/challenges', {});
    for (let counter = 0; ; counter += 1)
      if (workIn(challenge, String(counter)) >= Number(bits)) return `${challenge}.${counter}`;
  };
  for (const { key, description, matterCode, place, ...rest } of REPORTS) {
    const body = { description, place, ...(matterCode === undefined ? {} : { matterCode }) };
    const { caseNumber } = await tell('/reports', body, {
      'x-public-proof': await prove(),
      'idempotency-key': `demo-${key}`.padEnd(REPORT_KEY_LENGTH, '-'),
    });
    const found = await call('acceptor', 'GET', `/cases?text=${caseNumber}`);
    const [reported] = found.items as { readonly caseId: string }[];
    if (reported !== undefined) await moveOn(call, reported.caseId, { key, ...rest });
  }
};
