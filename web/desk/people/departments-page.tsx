import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { Loaded } from '../list/loaded.tsx';
import { Problem } from '../list/problem.tsx';
import { RowTable } from '../list/row-table.tsx';
import { departmentsQuery } from '../places/department-query.ts';
import { DivisionSelect } from '../places/division-select.tsx';
import { PlaceName } from '../places/place-name.tsx';
import { PeopleTabs } from './people-tabs.tsx';

type Department = Schemas['Department'];
interface Entered {
  readonly departmentId: string;
  readonly name: string;
  readonly divisionCode: string;
  readonly bodies?: string[];
}

const DepartmentForm = ({
  department,
  onDone,
}: {
  readonly department: Department | undefined;
  readonly onDone: () => void;
}) => {
  const say = useSay();
  const client = useQueryClient();
  const define = useMutation({
    mutationFn: ({ departmentId, ...body }: Entered) =>
      take(
        api.PUT('/api/v1/departments/{departmentId}', {
          params: { path: { departmentId } },
          body: { ...body, bodies: body.bodies ?? [] },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: departmentsQuery.queryKey });
      onDone();
    },
  });
  const required = [{ required: true, message: say('请填写', 'Enter it') }];
  return (
    <Form<Entered>
      layout="vertical"
      className="step-form narrow"
      aria-label={say('部门', 'Department')}
      initialValues={department ?? {}}
      onFinish={(entered) => define.mutate(entered)}
    >
      <Form.Item name="departmentId" label={say('编号', 'Id')} rules={required}>
        <Input maxLength={64} disabled={department !== undefined} autoComplete="off" />
      </Form.Item>
      <Form.Item name="name" label={say('名称', 'Name')} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="divisionCode" label={say('区划', 'Division')} rules={required}>
        <DivisionSelect />
      </Form.Item>
      <Form.Item
        name="bodies"
        label={say('立案标准中的责任主体', 'Responsible bodies of the standards that it stands for')}
      >
        <Select mode="tags" open={false} tokenSeparators={['、', ',', '，']} />
      </Form.Item>
      <Problem error={define.error} />
      <p className="acts">
        <Button type="primary" htmlType="submit" loading={define.isPending}>
          {say('保存', 'Save')}
        </Button>
        <Button onClick={onDone}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};

/** Departments, which can be defined and changed. */
const DepartmentsPage = () => {
  const say = useSay();
  const me = useOwner();
  const mayManage = mayDo(me, 'department:manage');
  const [editing, setEditing] = useState<Department | 'new'>();
  const asked = useQuery(departmentsQuery);
  const items = asked.data?.items ?? [];
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('部门', 'Departments')}</h1>
      <PeopleTabs />
      {mayManage && editing === undefined && (
        <p className="acts">
          <Button onClick={() => setEditing('new')}>{say('新部门', 'New department')}</Button>
        </p>
      )}
      {editing !== undefined && (
        <DepartmentForm
          key={editing === 'new' ? 'new' : editing.departmentId}
          department={editing === 'new' ? undefined : editing}
          onDone={() => setEditing(undefined)}
        />
      )}
      <Loaded of={asked}>
        {items.length === 0 ? (
          <p className="state">{say('还没有部门。', 'There is no department yet.')}</p>
        ) : (
          <RowTable
            caption={say('部门', 'Departments')}
            rows={items}
            idOf={({ departmentId }) => departmentId}
            columns={[
              {
                name: say('名称', 'Name'),
                cell: ({ name, departmentId }) => (
                  <>
                    {name}
                    <span className="second">{departmentId}</span>
                  </>
                ),
              },
              {
                name: say('区划', 'Division'),
                cell: ({ divisionCode }) => <PlaceName code={divisionCode} />,
              },
              {
                name: say('责任主体', 'Bodies'),
                cell: ({ bodies }) => (
                  <span className="second wrap">{bodies.join(say('、', ', ')) || '—'}</span>
                ),
              },
              ...(mayManage
                ? [
                    {
                      name: say('办理', 'Act'),
                      className: 'act-column',
                      cell: (department: Department) => (
                        <Button size="small" onClick={() => setEditing(department)}>
                          {say('修改', 'Change')}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Loaded>
    </main>
  );
};
export default DepartmentsPage;
