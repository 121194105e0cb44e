import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, DatePicker, Form, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { DepartmentField } from '../fields/department-field.tsx';
import { useWordOptions } from '../list/filter-fields.tsx';
import { Problem } from '../list/problem.tsx';
import { SureButton } from '../list/sure-button.tsx';
import { DivisionSelect } from '../places/division-select.tsx';
import { AssignmentWords } from './assignment-words.tsx';
import { RIGHTS_CHANGES, USERS, type User } from './people-query.ts';

interface Entered {
  readonly role: Schemas['Role'];
  readonly divisionCode: string;
  readonly departmentId?: string;
  readonly validUntil?: Dayjs | null;
}

const useRightsChanged = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: [USERS] }),
      client.invalidateQueries({ queryKey: [RIGHTS_CHANGES] }),
    ]);
};

const GiveRole = ({
  userId,
  onDone,
}: {
  readonly userId: string;
  readonly onDone: (waits: boolean) => void;
}) => {
  const say = useSay();
  const optionsOf = useWordOptions();
  const onSettled = useRightsChanged();
  const give = useMutation({
    mutationFn: ({ validUntil, departmentId, ...rest }: Entered) =>
      take(
        api.POST('/api/v1/users/{userId}/assignments', {
          params: { path: { userId } },
          body: {
            ...rest,
            departmentId: departmentId ?? null,
            ...(validUntil ? { validUntil: validUntil.toISOString() } : {}),
          },
        }),
      ),
    onSuccess: ({ pendingChanges }) => onDone(pendingChanges.length > 0),
    onSettled,
  });
  const required = [{ required: true, message: say('请选择', 'Choose one') }];
  return (
    <Form<Entered>
      layout="vertical"
      className="step-form"
      aria-label={say('授予岗位', 'Give a role')}
      onFinish={(entered) => give.mutate(entered)}
    >
      <Form.Item name="role" label={say('岗位', 'Role')} rules={required}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={optionsOf('roles')} />
      </Form.Item>
      <Form.Item name="divisionCode" label={say('区划', 'Division')} rules={required}>
        <DivisionSelect />
      </Form.Item>
      <DepartmentField label={say('部门（部门岗位必填）', 'Department (of roles of a department)')} />
      <Form.Item name="validUntil" label={say('有效期至（可不填）', 'Until (may be left out)')}>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" minDate={dayjs()} />
      </Form.Item>
      <Problem error={give.error} />
      <p className="acts">
        <Button type="primary" htmlType="submit" loading={give.isPending}>
          {say('授予', 'Give')}
        </Button>
        <Button onClick={() => onDone(false)}>{say('取消', 'Cancel')}</Button>
      </p>
    </Form>
  );
};

/** The roles of a person; where a second person has to approve, what is asked for waits. */
export const PersonRoles = ({ user: { userId, assignments } }: { readonly user: User }) => {
  const say = useSay();
  const me = useOwner();
  const mayGrant = mayDo(me, 'right:grant');
  const [isGiving, setGiving] = useState(false);
  const [waits, setWaits] = useState(false);
  const onSettled = useRightsChanged();
  const takeBack = useMutation({
    mutationFn: (assignmentId: string) =>
      take(
        api.DELETE('/api/v1/users/{userId}/assignments/{assignmentId}', {
          params: { path: { userId, assignmentId } },
        }),
      ),
    onSettled,
  });
  return (
    <section aria-label={say('岗位', 'Roles')}>
      <h3>{say('岗位', 'Roles')}</h3>
      {assignments.length === 0 && <p className="hint">{say('没有岗位。', 'None.')}</p>}
      <ul className="sessions">
        {assignments.map((assignment) => (
          <li key={assignment.assignmentId}>
            <span>
              <AssignmentWords assignment={assignment} />
            </span>
            {mayGrant && (
              <SureButton
                size="small"
                question={say('收回这个岗位？', 'Take this role back?')}
                loading={takeBack.isPending && takeBack.variables === assignment.assignmentId}
                onSure={() => takeBack.mutate(assignment.assignmentId)}
              >
                {say('收回', 'Take back')}
              </SureButton>
            )}
          </li>
        ))}
      </ul>
      <Problem error={takeBack.error} />
      {waits && (
        <Alert
          type="info"
          showIcon
          role="status"
          title={say(
            '已提交，由另一位授权管理员批准后生效。',
            'Asked for: it holds once somebody else has approved it.',
          )}
        />
      )}
      {mayGrant &&
        (isGiving ? (
          <GiveRole
            userId={userId}
            onDone={(isWaiting) => {
              setGiving(false);
              setWaits(isWaiting);
            }}
          />
        ) : (
          <Button onClick={() => setGiving(true)}>{say('授予岗位', 'Give a role')}</Button>
        ))}
    </section>
  );
};
