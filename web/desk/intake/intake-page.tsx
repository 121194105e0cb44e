import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input, Result, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useWorkflow } from '../../shared/words.ts';
import { Problem } from '../list/problem.tsx';
import { type Location, LocationInput } from '../step/location-input.tsx';
import { MatterSelect } from '../step/matter-select.tsx';
import { PhotoUpload } from '../step/photo-upload.tsx';

interface Entered {
  readonly source: Schemas['CaseSource'];
  readonly description: string;
  readonly location: Location;
  readonly matterCode?: string;
  readonly photos?: string[];
  readonly petitionerName?: string;
  readonly petitionerPhone?: string;
}

/** Sources that somebody at a desk takes down. */
const AT_A_DESK: ReadonlySet<string> = new Set([
  'acceptor',
  'hotline12345',
  'leader',
  'departmentTransfer',
  'public',
]);
const MOST_CHARACTERS = 4000;

/** Phone intake: who calls, what it is, where; Ctrl+Enter saves and gives the number to read out. */
const IntakePage = () => {
  const say = useSay();
  const language = useLanguage();
  const workflow = useWorkflow();
  const [form] = Form.useForm<Entered>();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const report = useMutation({
    mutationFn: ({ location, petitionerName, petitionerPhone, ...rest }: Entered) =>
      take(
        api.POST('/api/v1/cases', {
          headers: { 'idempotency-key': key } as never,
          body: {
            ...rest,
            location,
            ...(petitionerPhone
              ? {
                  petitioner: {
                    name: petitionerName || say('未留姓名', 'no name given'),
                    phone: petitionerPhone,
                  },
                }
              : {}),
          } as never,
        }),
      ),
    onSuccess: () => setKey(crypto.randomUUID()),
  });
  const required = (what: string) => [{ required: true, message: say(`请填写${what}`, `Enter: ${what}`) }];

  if (report.data !== undefined)
    return (
      <Result
        status="success"
        title={report.data.caseNumber}
        subTitle={say('已登记，请把案件号告诉来电人。', 'Taken down. Read the number out to the caller.')}
        extra={[
          <Button
            key="next"
            type="primary"
            autoFocus
            onClick={() => {
              form.resetFields();
              report.reset();
            }}
          >
            {say('再登记一件', 'Another one')}
          </Button>,
          <Link key="open" href={`/cases/${report.data.caseId}`}>
            {say('打开案件', 'Open the case')}
          </Link>,
        ]}
      >
        {report.data.duplicateCandidates.length > 0 && (
          <>
            <p>{say('附近已有相似案件：', 'There are cases like it nearby:')}</p>
            <ul className="related">
              {report.data.duplicateCandidates.map(({ caseId, caseNumber, distanceM, description }) => (
                <li key={caseId}>
                  <Link href={`/cases/${caseId}`}>{caseNumber}</Link>{' '}
                  {say(`相距 ${distanceM} 米`, `${distanceM} m away`)} {description}
                </li>
              ))}
            </ul>
          </>
        )}
      </Result>
    );
  return (
    <main className="intake">
      <h1>{say('登记', 'Intake')}</h1>
      <Form<Entered>
        form={form}
        layout="vertical"
        initialValues={{ source: 'acceptor' }}
        onFinish={(entered) => report.mutate(entered)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) form.submit();
        }}
      >
        <div className="intake-columns">
          <fieldset>
            <legend>{say('来电人', 'Caller')}</legend>
            <Form.Item name="source" label={say('来源', 'Source')} rules={required(say('来源', 'source'))}>
              <Select
                options={(workflow?.words.sources ?? [])
                  .filter(({ code }) => AT_A_DESK.has(code))
                  .map(({ code, zh, en }) => ({ value: code, label: language === 'en' ? en : zh }))}
              />
            </Form.Item>
            <Form.Item name="petitionerName" label={say('姓名', 'Name')}>
              <Input maxLength={50} autoComplete="off" />
            </Form.Item>
            <Form.Item
              name="petitionerPhone"
              label={say('电话', 'Telephone')}
              dependencies={['petitionerName']}
              rules={[
                ({ getFieldValue }) => ({
                  required: Boolean(getFieldValue('petitionerName')),
                  message: say('留了姓名，请填写电话', 'A name needs a telephone number'),
                }),
                { min: 5, message: say('电话至少 5 位', 'At least 5 digits') },
              ]}
            >
              <Input maxLength={20} inputMode="tel" autoComplete="off" />
            </Form.Item>
            <p className="hint">
              {say(
                '姓名和电话加密保存，仅凭用途查看。',
                'Name and number are sealed and shown for a purpose alone.',
              )}
            </p>
          </fieldset>
          <fieldset>
            <legend>{say('反映的问题', 'What is reported')}</legend>
            <Form.Item
              name="description"
              label={say('内容', 'What')}
              rules={required(say('内容', 'what it is'))}
            >
              <Input.TextArea autoFocus rows={4} maxLength={MOST_CHARACTERS} showCount />
            </Form.Item>
            <Form.Item name="matterCode" label={say('类别', 'Category')}>
              <MatterSelect />
            </Form.Item>
            <Form.Item
              name="location"
              label={say('地点', 'Where')}
              required
              rules={[
                {
                  validator: (_rule, value?: Location) =>
                    value?.lon !== undefined && value.lat !== undefined
                      ? Promise.resolve()
                      : Promise.reject(new Error(say('请填写经纬度', 'Enter the coordinates'))),
                },
              ]}
            >
              <LocationInput />
            </Form.Item>
            <Form.Item name="photos" label={say('照片、录音', 'Photos, recordings')} initialValue={[]}>
              <PhotoUpload />
            </Form.Item>
          </fieldset>
        </div>
        <Problem error={report.error} />
        <p className="acts">
          <Button type="primary" htmlType="submit" loading={report.isPending}>
            {say('登记', 'Take down')}
          </Button>
          <span className="hint">{say('Ctrl+Enter 登记', 'Ctrl+Enter takes it down')}</span>
        </p>
      </Form>
    </main>
  );
};
export default IntakePage;
