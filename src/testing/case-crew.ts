import type { Role } from '../identity/index.ts';
import type { Answer } from './api-client.ts';
import { PASSWORD, type Product, YINGZE } from './product.ts';

/** People who work cases in Taiyuan: name, role, department. */
export type Staff = readonly (readonly [name: string, role: Role, departmentId: string | null])[];

export const OPINION = { opinion: '同意' };
export const REASON = { reason: '理由' };
const DIVISION = '1401';

/** Registers the people with their departments and signs them in, and gives the steps of a case that they take through HTTP. */
export const hireCrew = async <Crew extends Staff>(product: Product, staff: Crew) => {
  type Person = Crew[number][0];
  const tokens = new Map<string, string>();
  const admin = await product.signIn('administrator');
  for (const id of new Set(staff.flatMap(([, , departmentId]) => departmentId ?? [])))
    await product.call(admin, 'PUT', `/api/v1/departments/${id}`, {
      name: id,
      divisionCode: DIVISION,
      bodies: [],
    });
  for (const [name, role, department] of staff) {
    await product.addUser(name, role, DIVISION, department ?? undefined);
    const answer = await product.call(undefined, 'POST', '/api/v1/session', { name, password: PASSWORD });
    tokens.set(name, answer.body.token as string);
  }

  const call = (person: Person, method: string, path: string, body?: unknown): Promise<Answer> =>
    product.call(tokens.get(person), method, `/api/v1${path}`, body);

  /** A case with its further steps, each of which must have the status. */
  const caseOf = (caseId: string) => ({
    caseId,
    async step(person: Person, resource: string, sent: unknown, status = 200) {
      const answer = await call(person, 'POST', `/cases/${caseId}/${resource}`, sent);
      const { code } = answer.body;
      if (answer.status !== status) throw new Error(`${person} ${resource}: ${answer.status} ${code}`);
      return answer.body;
    },
    show: async (person: Person) => (await call(person, 'GET', `/cases/${caseId}`)).body,
    /** The case among the tasks of a person. */
    async task(person: Person) {
      const { items } = (await call(person, 'GET', '/tasks?limit=500')).body;
      return items.find((item) => item.caseId === caseId);
    },
  });

  return {
    call,
    tokenOf: (person: Person) => tokens.get(person),
    caseOf,
    async open(reporter: Person, body: Record<string, unknown> = {}) {
      const report = { description: '井盖缺失', location: YINGZE, ...body };
      const reported = await call(reporter, 'POST', '/cases', report);
      if (reported.status !== 201) throw new Error(JSON.stringify(reported.body));
      return caseOf(reported.body.caseId as string);
    },
    /** A row of the shipped standard with a limit of four urgent hours. */
    async fourHours(person: Person) {
      const rows = await call(person, 'GET', '/filing-standards/sensing/rows?matter=event-S1-01');
      return { standardId: 'sensing', rowId: rows.body.items[0]!.rowId as string };
    },
  };
};

export type CrewOf<Crew extends Staff> = Awaited<ReturnType<typeof hireCrew<Crew>>>;
