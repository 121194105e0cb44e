import { type FormEvent, useState } from 'react';
import { ApiError } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { plainWords } from '../shell/plain-words.ts';
import { CategoryField } from './category-field.tsx';
import { type Draft, keepPhone, keptPhone, newDraft } from './draft.ts';
import { type Field, missingIn } from './missing.ts';
import { PhotoField } from './photo-field.tsx';
import { PlaceField } from './place-field.tsx';
import { type Progress, type Receipt, send } from './send.ts';
import type { Settings } from './use-settings.ts';

const FOCUS: Readonly<Record<Field, string>> = {
  place: 'county',
  address: 'address',
  description: 'description',
  phone: 'phone',
};

export const ReportForm = ({
  draft,
  settings,
  onChange,
  onSent,
}: {
  readonly draft: Draft;
  readonly settings: Settings;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onSent: (receipt: Receipt) => void;
}) => {
  const say = useSay();
  const [phone, setPhone] = useState(keptPhone);
  const [wrong, setWrong] = useState<readonly Field[]>([]);
  const [progress, setProgress] = useState<Progress>();
  const [failure, setFailure] = useState<unknown>();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (progress !== undefined) return;
    const missing = missingIn(draft, phone);
    setWrong(missing);
    setFailure(undefined);
    if (missing[0] !== undefined) {
      document.getElementById(FOCUS[missing[0]])?.focus();
      return;
    }
    try {
      const receipt = await send(draft, phone, setProgress);
      keepPhone('');
      onSent(receipt);
    } catch (error) {
      setFailure(error);
      // What was sent from another window is another report from now on.
      if (error instanceof ApiError && error.code === 'idempotencyKeyReused')
        onChange({ key: newDraft().key });
    } finally {
      setProgress(undefined);
    }
  };
  const change = (next: Partial<Draft>): void => {
    onChange(next);
    setWrong([]);
  };
  const doing = {
    proof: say('正在验证，约需几秒…', 'Checking, this takes a few seconds…'),
    photo:
      progress?.at === 'photo' &&
      say(
        `正在上传第 ${progress.number} 张照片，共 ${draft.photos.length} 张…`,
        `Sending photo ${progress.number} of ${draft.photos.length}…`,
      ),
    report: say('正在提交…', 'Sending…'),
  };
  const isWrong = (field: Field) => ({
    'aria-invalid': wrong.includes(field),
    'aria-describedby': wrong.includes(field) ? `${field}-wrong` : `${field}-hint`,
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <PhotoField photos={draft.photos} most={settings.photosMax} onChange={(photos) => change({ photos })} />
      <PlaceField draft={draft} settings={settings} wrong={wrong} onChange={change} />
      <div className="field">
        <label htmlFor="description">{say('什么问题', 'What is the matter')}</label>
        <textarea
          id="description"
          rows={4}
          value={draft.description}
          maxLength={settings.descriptionMax}
          {...isWrong('description')}
          onChange={(event) => change({ description: event.target.value })}
        />
        {wrong.includes('description') && (
          <p className="wrong" id="description-wrong">
            {say('请写几个字说明问题。', 'Say in a few words what is the matter.')}
          </p>
        )}
        <p className="hint" id="description-hint">
          {say('不必写姓名、证件号。', 'No names or identity numbers are needed.')}
        </p>
      </div>
      <CategoryField value={draft.matterCode} onChange={(matterCode) => change({ matterCode })} />
      <div className="field">
        <label htmlFor="phone">
          {say('联系电话', 'Telephone')} <small>{say('可不填', 'optional')}</small>
        </label>
        <input
          id="phone"
          type="tel"
          autoComplete="tel"
          maxLength={20}
          value={phone}
          {...isWrong('phone')}
          onChange={(event) => {
            setPhone(event.target.value.trim());
            keepPhone(event.target.value.trim());
            setWrong([]);
          }}
        />
        {wrong.includes('phone') && (
          <p className="wrong" id="phone-wrong">
            {say('这不像电话号码，请改正或清空。', 'This is no telephone number: correct or clear it.')}
          </p>
        )}
        <p className="hint" id="phone-hint">
          {say(
            '只用于工作人员向您核实情况和回访；加密保存，不公开，办案人员查看会留记录。',
            'Only for questions about this report. It is stored encrypted, never published, and each look at it is recorded.',
          )}
        </p>
      </div>
      {failure !== undefined && (
        <p className="wrong box" role="alert">
          {plainWords(failure, say)}
        </p>
      )}
      <button type="submit" className="main" aria-disabled={progress !== undefined}>
        {progress === undefined ? say('提交', 'Send') : doing[progress.at]}
      </button>
      <p className="unseen" role="status">
        {progress !== undefined && doing[progress.at]}
      </p>
    </form>
  );
};
