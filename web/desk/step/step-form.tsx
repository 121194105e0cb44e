import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form } from 'antd';
import { useEffect, useState } from 'react';
import { ApiError, isAway } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { resourceOf } from '../../shared/step/resource-of.ts';
import { type Filled, type StepCall, type Transition, takeStep } from '../../shared/step/take-step.ts';
import { CASE, type CaseInFull, caseQuery } from '../queue/case-query.ts';
import { BeingSent } from './being-sent.tsx';
import { BothVersions } from './both-versions.tsx';
import { clearDraft, keepDraft, readDraft } from './drafts.ts';
import { FieldInput } from './field-input.tsx';
import { heldActs } from './held-acts.ts';
import { mayTakeBack } from './take-back-setting.ts';
import { useHeldActs } from './use-held-acts.ts';

/** What the server answers where somebody else was first. */
const LOST_RACE: ReadonlySet<string> = new Set([
  'versionMismatch',
  'impossibleTransition',
  'nothingOpen',
  'caseEnded',
  'requestOpen',
  'taskOpen',
  'handlerAssigned',
]);

export interface StepFormProps {
  readonly shown: CaseInFull;
  readonly transition: Transition;
  /** Whether the step is possible now. */
  readonly isOffered: boolean;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/**
 * The form of a step, made of its fields. What is typed is kept until it is sent, also when the page is closed or the session ends. Where
 * somebody else was first, nothing is sent and nothing is lost: it says what has changed, and the text stays.
 */
export const StepForm = ({ shown, transition, isOffered, onDone, onCancel }: StepFormProps) => {
  const say = useSay();
  const language = useLanguage();
  const client = useQueryClient();
  const [form] = Form.useForm<Filled>();
  const { caseId } = shown;
  const { command, fields } = transition;
  const [key, setKey] = useState(() => crypto.randomUUID());
  // The version that was on the screen when the form was opened.
  const { data } = useQuery(caseQuery(caseId));
  const [etag, setEtag] = useState(data?.etag ?? undefined);

  useEffect(() => {
    form.setFieldsValue(readDraft(caseId, command));
  }, [form, caseId, command]);

  const callOf = (body: Filled, outlivesPage: boolean): StepCall => {
    const resource = resourceOf(transition, shown);
    if (resource === undefined) throw new ApiError(undefined, 409);
    return { caseId, resource, body, etag, key, outlivesPage };
  };
  const finish = async (): Promise<void> => {
    clearDraft(caseId, command);
    await client.invalidateQueries({ queryKey: [CASE, caseId] });
    onDone();
  };
  const send = useMutation({
    mutationFn: async (body: Filled) => takeStep(callOf(body, false)),
    onSuccess: finish,
    onError: () => client.invalidateQueries({ queryKey: [CASE, caseId] }),
  });
  const held = useHeldActs().find(({ id }) => id === key);
  /** What binds nobody yet waits a moment, so that it can be taken back; it is sent even if this form is gone by then. */
  const hold = (body: Filled): void =>
    heldActs.hold({
      id: key,
      caseIds: [caseId],
      zh: `${transition.name} ${shown.caseNumber}`,
      en: `${transition.nameEn} ${shown.caseNumber}`,
      send: async (outlivesPage) => {
        try {
          await takeStep(callOf(body, outlivesPage));
        } catch (error) {
          void client.invalidateQueries({ queryKey: [CASE, caseId] });
          throw error;
        }
        await finish();
      },
    });
  const error = held?.error ?? send.error;
  const isLost =
    (error instanceof ApiError && LOST_RACE.has(error.code)) ||
    (!isOffered && !send.isPending && !send.isSuccess && held === undefined);
  const why = error?.message ?? '';

  /** Another decision, taken by somebody who knows what has changed. */
  const goOn = (): void => {
    heldActs.takeBack(key);
    send.reset();
    setKey(crypto.randomUUID());
    setEtag(data?.etag ?? undefined);
  };
  const giveUp = (): void => {
    heldActs.takeBack(key);
    clearDraft(caseId, command);
    onCancel();
  };

  const isWaiting = held !== undefined && held.state !== 'failed';
  return (
    <>
      {isWaiting && <BeingSent name={language === 'en' ? transition.nameEn : transition.name} />}
      <Form<Filled>
        hidden={isWaiting}
        form={form}
        layout="vertical"
        className="step-form"
        aria-label={transition.name}
        onValuesChange={(_change, all) => keepDraft(caseId, command, all)}
        onFinish={(filled) => {
          const body = withoutEmpty(filled);
          if (transition.legalWeight === true || !mayTakeBack()) send.mutate(body);
          else hold(body);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) form.submit();
          if (event.key === 'Escape') onCancel();
        }}
      >
        <h3>{language === 'en' ? transition.nameEn : transition.name}</h3>
        {fields.map((field, n) => (
          <FieldInput key={field.name} field={field} shown={shown} isFirst={n === 0} />
        ))}
        {(isLost || error !== null) && (
          <Alert
            type={isLost ? 'warning' : 'error'}
            showIcon
            role="alert"
            description={
              isLost && (
                <BothVersions
                  caseId={caseId}
                  transition={transition}
                  mine={form.getFieldsValue(true)}
                  onStill={isOffered ? goOn : undefined}
                  onGiveUp={giveUp}
                />
              )
            }
            title={
              isLost
                ? say(
                    `案件已由他人办理，您的内容未提交，仍保留在这里。${why}`,
                    `Somebody else was first. Nothing was sent, and what you typed is still here. ${why}`,
                  )
                : isAway(error)
                  ? say(
                      '服务器暂时连不上，内容已保留，请重试',
                      'The server cannot be reached. What you typed is kept: try again',
                    )
                  : why
            }
          />
        )}
        <p className="acts">
          <Button
            type="primary"
            htmlType="submit"
            autoFocus={fields.length === 0}
            loading={send.isPending}
            disabled={isLost}
          >
            {send.isPending
              ? say('提交中', 'Sending')
              : language === 'en'
                ? transition.nameEn
                : transition.name}
          </Button>
          <Button onClick={onCancel}>{say('取消', 'Cancel')}</Button>
          <span className="hint">{say('Ctrl+Enter 提交，Esc 取消', 'Ctrl+Enter sends, Esc cancels')}</span>
        </p>
      </Form>
    </>
  );
};

/** What was left empty is not sent. */
const withoutEmpty = (filled: Filled): Filled =>
  Object.fromEntries(
    Object.entries(filled).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
