import { Checkbox } from 'antd';
import { useSay } from '../../shared/language.ts';
import { playTone, setTone, useTone } from '../shell/tone.ts';
import { setTakeBack, useTakeBack } from '../step/take-back-setting.ts';

/** How this browser behaves when I work. */
export const DeskSettings = () => {
  const say = useSay();
  const takesBack = useTakeBack();
  const sounds = useTone();
  return (
    <section className="card" aria-label={say('工作台', 'My desk')}>
      <h2>{say('工作台', 'My desk')}</h2>
      <p>
        <Checkbox checked={takesBack} onChange={({ target }) => setTakeBack(target.checked)}>
          {say(
            '办理后 5 秒内可以撤回（不予受理、立案、不予立案、作废、结案等有法律效力的除外）',
            'What I do can be taken back for 5 seconds, except what has legal weight',
          )}
        </Checkbox>
      </p>
      <p>
        <Checkbox
          checked={sounds}
          onChange={({ target }) => {
            setTone(target.checked);
            playTone();
          }}
        >
          {say('有新消息时响一声（免打扰时段不响）', 'A tone when a message comes, except in quiet hours')}
        </Checkbox>
      </p>
    </section>
  );
};
