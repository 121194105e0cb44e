import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Role, userIdOf } from '../../identity/index.ts';
import { PASSWORD, type Product, startProduct } from '../../testing/product.ts';

let product: Product;
let administrator: string;
let security: string;

beforeAll(async () => {
  product = await startProduct();
  administrator = await product.signIn('administrator', '1401');
  security = await product.signIn('securityAdministrator', '1401');
});
afterAll(() => product.stop());

const role = (name: Role, departmentId: string | null = null) => ({
  role: name,
  divisionCode: '1401',
  departmentId,
});
const give = (token: string, userId: string, assignment: unknown, on = product) =>
  on.call(token, 'POST', `/api/v1/users/${userId}/assignments`, assignment);
const register = (loginName: string, on = product, token = administrator) =>
  on.call(token, 'POST', '/api/v1/users', {
    loginName,
    displayName: loginName,
    password: PASSWORD,
    homeDivision: '1401',
  });

describe('separation of duties', () => {
  it('M6 account managers give no rights, those who give rights manage no accounts, and neither reads the audit log', async () => {
    expect((await register('wang')).status).toBe(201);
    const userId = userIdOf('wang');
    expect(await give(administrator, userId, role('acceptor'))).toMatchObject({
      status: 403,
      body: { code: 'forbidden', permission: 'right:grant' },
    });
    expect((await give(security, userId, role('acceptor'))).status).toBe(201);
    expect((await register('li', product, security)).status).toBe(403);
    const disabled = await product.call(security, 'POST', `/api/v1/users/${userId}/disabling`, {
      reason: 'x',
    });
    expect(disabled.status).toBe(403);
    const audit = await product.signIn('auditAdministrator', '14');
    const read = async (token: string) => (await product.call(token, 'GET', '/api/v1/audit-log')).status;
    expect([await read(administrator), await read(security), await read(audit)]).toEqual([403, 403, 200]);
    expect((await give(audit, userId, role('leader'))).status).toBe(403);
  });

  it('M6 nobody gives or takes away their own rights', async () => {
    const me = (await product.call(security, 'GET', '/api/v1/session')).body;
    const own = String(me.userId);
    expect(await give(security, own, role('leader'))).toMatchObject({
      status: 403,
      body: { code: 'ownRights' },
    });
    const [held] = me.assignments as { assignmentId: string }[];
    const path = `/api/v1/users/${own}/assignments/${held!.assignmentId}`;
    expect(await product.call(security, 'DELETE', path)).toMatchObject({
      status: 403,
      body: { code: 'ownRights' },
    });
  });

  it.each<[Role, Role]>([
    ['acceptor', 'handler'],
    ['gridWorker', 'departmentManager'],
    ['administrator', 'securityAdministrator'],
    ['auditAdministrator', 'administrator'],
    ['securityAdministrator', 'auditAdministrator'],
  ])('M6 nobody has both %s and %s', async (held, wanted) => {
    const loginName = `apart-${held.toLowerCase()}`;
    expect((await register(loginName)).status).toBe(201);
    await product.server.core.accounts.assignRole(userIdOf(loginName), role(held), { actor: 'system' });
    await product.settle();
    const admin = await product.signIn('administrator', '14');
    const department = { name: 'd', divisionCode: '1401', bodies: [] };
    await product.call(admin, 'PUT', '/api/v1/departments/apart', department);
    const ofDepartment = wanted === 'handler' || wanted === 'departmentManager';
    expect(
      await give(security, userIdOf(loginName), role(wanted, ofDepartment ? 'apart' : null)),
    ).toMatchObject({
      status: 422,
      body: { code: 'dutiesApart', heldRole: held },
    });
  });

  it('M6 the account of a security administrator cannot be taken over with a password reset code', async () => {
    const me = (await product.call(security, 'GET', '/api/v1/session')).body;
    const all = await product.signIn('administrator', '14');
    const reset = await product.call(all, 'POST', `/api/v1/users/${String(me.userId)}/password-reset`);
    expect(reset.status).toBe(403);
  });
});

describe('separation of duties, with a second person', () => {
  let strict: Product;
  let one: string;
  let two: string;

  beforeAll(async () => {
    strict = await startProduct({ YIWANG_RIGHTS_SECOND_PERSON: 'true' });
    one = await strict.signIn('securityAdministrator', '1401');
    two = await strict.signIn('securityAdministrator', '1401');
  });
  afterAll(() => strict.stop());

  it('M6 a right that one person requests is given when another approves', async () => {
    const clerk = await strict.signIn('administrator', '1401');
    expect((await register('zhao', strict, clerk)).status).toBe(201);
    await strict.settle();
    const userId = userIdOf('zhao');
    const asked = await give(one, userId, role('acceptor'), strict);
    expect(asked).toMatchObject({ status: 201, body: { assignments: [], pendingChanges: [{}] } });
    const [{ requestId }] = asked.body.pendingChanges as [{ requestId: string }];
    const decide = (token: string, how: string) =>
      strict.call(token, 'POST', `/api/v1/users/${userId}/rights-changes/${requestId}/${how}`, {});
    await strict.settle();
    expect(await decide(one, 'approval')).toMatchObject({
      status: 403,
      body: { code: 'secondPersonNeeded' },
    });
    const elsewhere = await strict.signIn('securityAdministrator', '1402');
    expect((await decide(elsewhere, 'approval')).status).toBe(404);
    const listed = async (token: string) =>
      (await strict.call(token, 'GET', '/api/v1/rights-changes')).body.items;
    expect(await listed(two)).toMatchObject([{ requestId, loginName: 'zhao' }]);
    expect(await listed(elsewhere)).toEqual([]);
    expect((await decide(two, 'approval')).status).toBe(200);
    await strict.settle();
    expect((await strict.call(two, 'GET', `/api/v1/users/${userId}`)).body.assignments).toMatchObject([
      { role: 'acceptor' },
    ]);
    expect(await decide(two, 'approval')).toMatchObject({
      status: 404,
      body: { code: 'rightsChangeUnknown' },
    });
    expect(await listed(two)).toEqual([]);
  });
});
