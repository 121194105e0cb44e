import { setAppearance, useAppearance } from '../../shared/appearance.ts';
import { setLanguage, useLanguage, useSay } from '../../shared/language.ts';
import { setTextSize, TEXT_SIZES, useTextSize } from './text-size.ts';

const SIZE_NAMES = {
  standard: ['标准', 'Standard'],
  large: ['大', 'Large'],
  largest: ['特大', 'Largest'],
} as const;

/** Size of letters, colours, language. */
export const Looks = () => {
  const say = useSay();
  const size = useTextSize();
  const { theme } = useAppearance();
  const language = useLanguage();
  return (
    <div className="looks">
      <fieldset className="sizes">
        <legend className="unseen">{say('字号', 'Letters')}</legend>
        {TEXT_SIZES.map((each) => (
          <button key={each} type="button" aria-pressed={each === size} onClick={() => setTextSize(each)}>
            {say(SIZE_NAMES[each][0], SIZE_NAMES[each][1])}
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        aria-pressed={theme === 'dark'}
        onClick={() => setAppearance({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        {say('深色', 'Dark')}
      </button>
      <button
        type="button"
        lang={language === 'en' ? 'zh-CN' : 'en'}
        aria-label={language === 'en' ? '中文' : 'EN, English'}
        onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
      >
        {language === 'en' ? '中文' : 'EN'}
      </button>
    </div>
  );
};
