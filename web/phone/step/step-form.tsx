import { Button, TextArea } from 'antd-mobile';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useLanguage, useSay } from '../../shared/language.ts';
import type { StepField, Transition } from '../../shared/step/take-step.ts';
import { useRecords } from '../keep/records.ts';
import { PhotoStrip } from '../photo/photo-strip.tsx';
import type { StepRecord } from '../queue/record.ts';
import { submit } from '../queue/submit.ts';
import { hasMaterial, SUPPLEMENT } from '../queue/supplement.ts';
import { useContent } from '../queue/use-content.ts';
import { useReachable } from '../shell/connection.ts';
import { sayBriefly } from '../shell/said-toast.ts';
import { noteWords, usedWords } from './used-words.ts';

const MOST_CHARACTERS = 2000;
/** Kinds of fields that can be asked for in the field; the others belong to a desk. */
const ASKED: ReadonlySet<string> = new Set(['text', 'flag', 'photos']);

/** The form of a step, made of its fields. It is kept as it is filled in, and goes into the queue when it is submitted. */
export const StepForm = ({
  record,
  transition,
  back,
}: {
  readonly record: StepRecord;
  readonly transition: Transition;
  readonly back: string;
}) => {
  const say = useSay();
  const language = useLanguage();
  const isReachable = useReachable();
  const [, navigate] = useLocation();
  const { content, change } = useContent(record);
  const [isChecked, setChecked] = useState(false);
  const files = useRecords().find(({ id }) => id === record.id)?.files ?? record.files;
  const labelOf = ({ zh, en }: { readonly zh: string; readonly en: string }): string =>
    language === 'en' ? en : zh;
  const { fields } = transition;
  const desk = fields.filter(({ kind, required }) => required && !ASKED.has(kind));
  const shown = fields
    .filter(({ kind }) => ASKED.has(kind))
    // The question first, then what shows it, then words.
    .sort((a, b) => rank(a) - rank(b));

  const isMissing = ({ name, kind, required }: StepField): boolean => {
    if (!required) return false;
    if (kind === 'photos') return files.length === 0;
    if (kind === 'text') return String(content.filled[name] ?? '').trim() === '';
    return content.filled[name] === undefined;
  };
  const missing = shown.filter(isMissing);
  const isEmpty =
    transition.command === SUPPLEMENT && !hasMaterial({ files }, String(content.filled.description ?? ''));
  /** An answer brings its words along; elsewhere words of before are offered. */
  const hasAnswer = shown.some(({ kind }) => kind === 'flag');
  const fill = (part: Readonly<Record<string, unknown>>): void =>
    change({ filled: { ...content.filled, ...part } });

  /** The answer is the opinion too, until somebody writes another: three taps are enough. */
  const answer = (field: StepField, value: boolean): void => {
    const text = shown.find(({ kind }) => kind === 'text');
    const answers = [field.yes, field.no].flatMap((words) =>
      words === undefined ? [] : [words.zh, words.en],
    );
    const said = text === undefined ? '' : String(content.filled[text.name] ?? '');
    const words = value ? field.yes : field.no;
    const follows = text !== undefined && words !== undefined && (said === '' || answers.includes(said));
    fill({ [field.name]: value, ...(follows ? { [text.name]: labelOf(words) } : {}) });
  };

  const send = async (): Promise<void> => {
    setChecked(true);
    if (missing.length > 0 || isEmpty) return;
    if (!(await submit({ ...record, content }))) return;
    const text = shown.find(({ kind }) => kind === 'text');
    if (text !== undefined && !hasAnswer)
      noteWords(record.ownerId, transition.command, String(content.filled[text.name]));
    sayBriefly(isReachable ? say('正在提交', 'Sending') : say('已存好，联网后自动发送', 'Kept; sent later'));
    navigate(back);
  };

  if (desk.length > 0)
    return <p className="state">{say('此事项请在电脑上办理。', 'This is done at a desk.')}</p>;
  return (
    <>
      {shown.length === 0 && (
        <p className="state">
          {say('点下面的按钮，记下到场时间，开始处置。', 'Tap below to note that you are there, and begin.')}
        </p>
      )}
      {shown.map((field) => (
        <section key={field.name} className="field-block">
          <h2 id={`label-${field.name}`}>
            {field.kind === 'text' ? (
              <label htmlFor={`field-${field.name}`}>{labelOf(field)}</label>
            ) : (
              labelOf(field)
            )}
            {field.kind === 'flag' && say('？', '?')}
          </h2>
          {field.kind === 'flag' && (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset would carry its legend into the row of buttons
            <div className="answers" role="group" aria-labelledby={`label-${field.name}`}>
              {[true, false].map((value) => (
                <button
                  key={String(value)}
                  type="button"
                  className="answer"
                  aria-pressed={content.filled[field.name] === value}
                  onClick={() => answer(field, value)}
                >
                  {labelOf(
                    (value ? field.yes : field.no) ??
                      (value ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' }),
                  )}
                </button>
              ))}
            </div>
          )}
          {field.kind === 'photos' && (
            <PhotoStrip
              record={{ ...record, content, files }}
              shows={transition.command === SUPPLEMENT ? 'before' : 'after'}
              label={labelOf(field)}
            />
          )}
          {field.kind === 'text' && (
            <TextArea
              id={`field-${field.name}`}
              value={String(content.filled[field.name] ?? '')}
              maxLength={MOST_CHARACTERS}
              autoSize={{ minRows: 2, maxRows: 6 }}
              onChange={(text) => fill({ [field.name]: text })}
            />
          )}
          {field.kind === 'text' && !hasAnswer && (
            <div className="chips words">
              {usedWords(record.ownerId, transition.command, say).map((words) => (
                <button
                  key={words}
                  type="button"
                  className="chip"
                  aria-pressed={content.filled[field.name] === words}
                  onClick={() => fill({ [field.name]: words })}
                >
                  {words}
                </button>
              ))}
            </div>
          )}
          {isChecked && isMissing(field) && (
            <p className="problem" role="alert">
              {field.kind === 'photos'
                ? say('请拍照', 'Take a photo')
                : field.kind === 'flag'
                  ? say(`请选择${field.zh}`, `Choose: ${field.en}`)
                  : say(`请填写${field.zh}`, `Enter: ${field.en}`)}
            </p>
          )}
        </section>
      ))}
      {isChecked && isEmpty && (
        <p className="problem" role="alert">
          {say('请拍照，或填写补充说明', 'Take a photo or enter words')}
        </p>
      )}
      <div className="foot">
        <Button block color="primary" className="act" onClick={() => void send()}>
          {shown.length === 0 ? say('到场，开始处置', 'Arrived: begin') : say('提交', 'Submit')}
        </Button>
      </div>
    </>
  );
};

const RANKS: Readonly<Record<string, number>> = { flag: 0, photos: 1, text: 2 };
const rank = ({ kind }: StepField): number => RANKS[kind] ?? 3;
