import { useState } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { plainWords } from '../shell/plain-words.ts';
import { momentIn } from '../shell/times.ts';

const SCORES = [
  [5, '很满意', 'Very good'],
  [4, '满意', 'Good'],
  [3, '一般', 'Fair'],
  [2, '不满意', 'Bad'],
  [1, '很不满意', 'Very bad'],
] as const;
const WORDS_MAX = 500;

export const RatingForm = ({
  rating,
  until,
  trackingCode,
  onRated,
}: {
  readonly rating: Schemas['PublicStatus']['rating'];
  readonly until: string;
  readonly trackingCode: string;
  readonly onRated: () => void;
}) => {
  const say = useSay();
  const language = useLanguage();
  const [score, setScore] = useState(rating?.score);
  const [words, setWords] = useState('');
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const submit = async (): Promise<void> => {
    if (score === undefined || isSending) return;
    setSending(true);
    setFailure(undefined);
    try {
      await take(api.POST('/api/v1/public/rating', { body: { trackingCode, score, words } }));
      onRated();
    } catch (error) {
      setFailure(error);
      setSending(false);
    }
  };
  return (
    <form
      className="rating"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <fieldset className="field">
        <legend>
          {rating === null
            ? say('办得怎么样', 'How well was it done?')
            : say('您已评价，可以修改', 'You have rated it and may change that')}
        </legend>
        {SCORES.map(([value, zh, en]) => (
          <label key={value} className="choice">
            <input type="radio" name="score" checked={score === value} onChange={() => setScore(value)} />
            {value} {say(zh, en)}
          </label>
        ))}
      </fieldset>
      <div className="field">
        <label htmlFor="rating-words">
          {say('想说的话', 'Anything to add')} <small>{say('可不填', 'optional')}</small>
        </label>
        <textarea
          id="rating-words"
          rows={3}
          maxLength={WORDS_MAX}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {failure !== undefined && (
        <p className="wrong box" role="alert">
          {plainWords(failure, say)}
        </p>
      )}
      <button type="submit" className="main" aria-disabled={score === undefined || isSending}>
        {say('提交评价', 'Send the rating')}
      </button>
      <p className="hint">
        {say(`${momentIn(language, until)} 前可以评价和修改。`, `Until ${momentIn(language, until)}.`)}
      </p>
    </form>
  );
};
