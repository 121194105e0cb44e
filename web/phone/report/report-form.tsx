import { Button, Dialog, TextArea } from 'antd-mobile';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useWorkflow } from '../../shared/words.ts';
import { removeRecord, useRecords } from '../keep/records.ts';
import { PhotoStrip } from '../photo/photo-strip.tsx';
import { forgetDraft } from '../queue/drafts.ts';
import type { ReportRecord } from '../queue/record.ts';
import { submit } from '../queue/submit.ts';
import { hasMaterial, type KnownCase, SUPPLEMENT, supplementOf } from '../queue/supplement.ts';
import { useContent } from '../queue/use-content.ts';
import { useReachable } from '../shell/connection.ts';
import { sayBriefly } from '../shell/said-toast.ts';
import { ComponentField } from './component-field.tsx';
import { MatterField } from './matter-field.tsx';
import { Nearby } from './nearby-cases.tsx';
import { usePlace } from './place.ts';
import { PlaceField } from './place-field.tsx';
import { usePosition } from './position.ts';
import { noteMatter } from './recent-matters.ts';
import { VoiceField } from './voice-field.tsx';

const MOST_CHARACTERS = 4000;
const MOST_RESULT = 2000;

/** One page: photos, place, category, what is reported near, words or voice, and what becomes of it. */
export const ReportForm = ({ record, back }: { readonly record: ReportRecord; readonly back: string }) => {
  const say = useSay();
  const me = useOwner();
  const isReachable = useReachable();
  const [, navigate] = useLocation();
  const { content, change, complete } = useContent(record);
  const [isChecked, setChecked] = useState(false);
  const files = useRecords().find(({ id }) => id === record.id)?.files ?? record.files;
  const { position, settled, matterName, description } = content;
  const isCorrected = position !== null && position.accuracyM === null;
  // A report that was begun is about where it was begun, wherever it is gone on with.
  const [isFollowing, setFollowing] = useState(record.content.position === null || record.files.length === 0);
  const found = usePosition(isFollowing && !isCorrected);
  const place = usePlace(me, position);
  const placeName =
    place === undefined ? content.placeName : [place.divisionName, place.gridName].filter(Boolean).join(' ');

  const foundAt = found.position?.at;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new position of the phone is taken over, unless somebody corrected it
  useEffect(() => {
    if (found.position !== null && isFollowing && !isCorrected) complete({ position: found.position });
  }, [foundAt]);

  const filesOf = (role: string) => files.filter((file) => file.role === role);
  const photo = filesOf('before')[0];
  const occasion = { at: Date.parse(photo?.takenAt ?? record.begunAt), point: position ?? undefined };
  const hasVoice = filesOf('voice').length > 0;
  const problems = [
    position === null && {
      of: 'place',
      words: say('还没有位置，请等待定位或手动填写', 'No place yet: wait for the phone, or type it'),
    },
    description.trim() === '' &&
      !hasVoice &&
      matterName === '' && {
        of: 'matter',
        words: say('请选择类别，或者说明情况', 'Choose a category, or say what it is'),
      },
    settled !== null &&
      filesOf('before').length === 0 && {
        of: 'before',
        words: say('自行处置须有处置前的照片', 'Settled on the spot: a photo from before is needed'),
      },
    settled !== null &&
      filesOf('after').length === 0 && {
        of: 'after',
        words: say('自行处置须有处置后的照片', 'Settled on the spot: a photo from after is needed'),
      },
  ].flatMap((problem) => (problem === false ? [] : [problem]));
  const problemOf = (of: string) =>
    isChecked &&
    problems
      .filter((each) => each.of === of)
      .map(({ words }) => (
        <p key={words} className="problem" role="alert">
          {words}
        </p>
      ));

  const send = async (): Promise<void> => {
    setChecked(true);
    if (problems.length > 0) return;
    const said = description.trim();
    const filled = {
      ...content,
      placeName,
      // A case needs words: what is on the recording, or the category, are these.
      description: said !== '' ? said : hasVoice ? say('语音描述，见录音', 'See the recording') : matterName,
      ...(settled !== null && settled.trim() === ''
        ? { settled: say('已现场处置', 'Settled on the spot') }
        : {}),
    };
    if (content.matterCode !== null) noteMatter(me.userId, { ...occasion, code: content.matterCode });
    if (!(await submit({ ...record, content: filled }))) return;
    sayBriefly(isReachable ? say('正在提交', 'Sending') : say('已存好，联网后自动发送', 'Kept; sent later'));
    navigate('/mine');
  };
  const workflow = useWorkflow();
  const addTo = async (same: KnownCase): Promise<void> => {
    const transition = workflow?.transitions.find(({ command }) => command === SUPPLEMENT);
    if (transition === undefined) return;
    if (!hasMaterial({ files }, description)) {
      sayBriefly(say('请先拍照，或说明情况', 'Take a photo or say what it is first'));
      return;
    }
    if (!(await submit({ ...record, content: supplementOf(transition, same, { ...content, placeName }) })))
      return;
    sayBriefly(
      isReachable
        ? say(`正在补充到 ${same.caseNumber}`, `Being added to ${same.caseNumber}`)
        : say('已存好，联网后自动发送', 'Kept; sent later'),
    );
    navigate('/mine');
  };
  const giveUp = async (): Promise<void> => {
    const isSure = await Dialog.confirm({
      content: say('放弃这条上报？照片和文字会从手机上删除。', 'Give this report up? Photos and words go.'),
      confirmText: say('放弃', 'Give up'),
      cancelText: say('保留', 'Keep'),
    });
    if (!isSure) return;
    forgetDraft(record.id);
    await removeRecord(record.id);
    navigate(back);
  };

  return (
    <>
      <PhotoStrip record={{ ...record, content, files }} shows="before" label={say('照片', 'Photos')} />
      {problemOf('before')}
      <PlaceField
        content={content}
        placeName={placeName}
        isOutside={place !== undefined && place.divisionCode === null}
        found={found}
        isLooking={isFollowing && found.status === 'looking'}
        onChange={change}
        onAskAgain={() => {
          setFollowing(true);
          change({ position: found.position });
        }}
      />
      {problemOf('place')}
      <MatterField
        code={content.matterCode}
        name={matterName}
        occasion={occasion}
        onChange={(matterCode, name) => change({ matterCode, matterName: name })}
      />
      {problemOf('matter')}
      <ComponentField
        point={position}
        chosen={content.component}
        onChange={(component) => change({ component })}
      />
      <Nearby place={place} content={content} onSame={(same) => void addTo(same)} />
      <section className="field-block">
        <h2>
          <label htmlFor="description">{say('情况', 'What it is')}</label>
        </h2>
        <TextArea
          id="description"
          placeholder={say('如：边缘翘起约 5 厘米', 'Such as: an edge is 5 cm up')}
          value={description}
          maxLength={MOST_CHARACTERS}
          autoSize={{ minRows: 2, maxRows: 6 }}
          onChange={(text) => change({ description: text })}
        />
        <VoiceField record={{ ...record, content, files }} />
      </section>
      {settled !== null && (
        <section className="field-block settled">
          <h2>{say('处置后照片', 'Photos after')}</h2>
          <PhotoStrip
            record={{ ...record, content, files }}
            shows="after"
            label={say('处置后照片', 'Photos after')}
          />
          {problemOf('after')}
          <h2>
            <label htmlFor="settled">{say('处置结果', 'What was done')}</label>
          </h2>
          <TextArea
            id="settled"
            placeholder={say('已现场处置', 'Settled on the spot')}
            value={settled}
            maxLength={MOST_RESULT}
            autoSize={{ minRows: 1, maxRows: 4 }}
            onChange={(text) => change({ settled: text })}
          />
        </section>
      )}
      <p className="give-up">
        <button type="button" className="plain" onClick={() => void giveUp()}>
          {say('放弃这条上报', 'Give this report up')}
        </button>
      </p>
      <div className="foot">
        <Button
          className="act"
          aria-pressed={settled !== null}
          onClick={() => change({ settled: settled === null ? '' : null })}
        >
          {settled === null ? say('自行处置', 'I settle it') : say('不自行处置', 'Not settled')}
        </Button>
        <Button color="primary" className="act act-main" onClick={() => void send()}>
          {say('提交', 'Submit')}
        </Button>
      </div>
    </>
  );
};
