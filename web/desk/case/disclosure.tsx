import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { useWord } from '../../shared/words.ts';
import { Problem } from '../list/problem.tsx';

type Purpose = keyof Schemas['DisclosurePurposes']['purposes'];
interface Entered {
  readonly purpose: Purpose;
  readonly reason: string;
}

/**
 * Personal data of a case, unmasked for a purpose. What comes is kept by this component alone, for as long as it is open: no cache has it.
 */
export const Disclosure = ({ caseId }: { readonly caseId: string }) => {
  const say = useSay();
  const language = useLanguage();
  const word = useWord();
  const me = useOwner();
  const [isOpen, setOpen] = useState(false);
  const purposes = useQuery({
    queryKey: ['disclosure-purposes'],
    queryFn: () => take(api.GET('/api/v1/disclosure-purposes')),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isOpen,
  });
  const look = useMutation({
    mutationFn: (body: Entered) =>
      take(api.POST('/api/v1/cases/{caseId}/disclosure', { params: { path: { caseId } }, body })),
    gcTime: 0,
  });
  if (!mayDo(me, 'case:disclose') && !mayDo(me, 'case:discloseOwn')) return null;
  const close = (): void => {
    setOpen(false);
    look.reset();
  };
  if (!isOpen)
    return (
      <p className="disclose">
        <Button size="small" onClick={() => setOpen(true)}>
          {say('查看个人信息', 'See personal data')}
        </Button>
      </p>
    );
  if (look.data !== undefined) {
    const { petitioner, texts, erased } = look.data;
    return (
      <section className="step-form" aria-label={say('个人信息', 'Personal data')}>
        <h3>{say('个人信息（已记入审计）', 'Personal data (this look is audited)')}</h3>
        <dl className="facts">
          <div>
            <dt>{say('反映人', 'Caller')}</dt>
            <dd>{petitioner === null ? say('无', 'none') : `${petitioner.name} ${petitioner.phone}`}</dd>
          </div>
          {texts.map(({ version, type, field, text }) => (
            <div key={`${version} ${field}`}>
              <dt>{word('caseEvents', type)}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        {erased && <p className="hint">{say('部分信息已按规定删除。', 'Part of it has been erased.')}</p>}
        <Button onClick={close}>{say('看完，收起', 'Seen, close')}</Button>
      </section>
    );
  }
  return (
    <Form<Entered>
      layout="vertical"
      className="step-form"
      aria-label={say('查看个人信息', 'See personal data')}
      onFinish={(entered) => look.mutate(entered)}
    >
      <Form.Item
        name="purpose"
        label={say('目的', 'Purpose')}
        rules={[{ required: true, message: say('请选择目的', 'Choose the purpose') }]}
      >
        <Select
          options={Object.entries(purposes.data?.purposes ?? {}).map(([value, { nameZh, nameEn }]) => ({
            value,
            label: language === 'en' ? nameEn : nameZh,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={say('说明', 'In words')}
        rules={[{ required: true, whitespace: true, min: 2, message: say('请填写说明', 'Say what for') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Problem error={look.error} />
      <p className="acts">
        <Button type="primary" htmlType="submit" loading={look.isPending}>
          {say('查看', 'See it')}
        </Button>
        <Button onClick={close}>{say('取消', 'Cancel')}</Button>
        <span className="hint">{say('每次查看都记入审计', 'Every look is audited')}</span>
      </p>
    </Form>
  );
};
