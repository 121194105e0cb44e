import { useLanguage } from '../../shared/language.ts';
import { useKeyName, useKeySetting } from '../keys/key-setting.ts';
import { KEY_TABLE, type KeyAct } from '../keys/key-table.ts';
import { useHeldActs } from '../step/use-held-acts.ts';

/** The keys that work now. */
export const KeysFoot = ({ canTick }: { readonly canTick: boolean }) => {
  const language = useLanguage();
  const { isOn } = useKeySetting();
  const keyName = useKeyName();
  const canTakeBack = useHeldActs().some(({ state }) => state === 'held');
  if (!isOn) return null;
  const acts: readonly KeyAct[] = [
    'next',
    'previous',
    'open',
    ...(canTick ? (['tick'] as const) : []),
    'search',
    ...(canTakeBack ? (['takeBack'] as const) : []),
  ];
  return (
    <p className="keys-foot">
      {acts.map((act) => (
        <span key={act}>
          <kbd>{keyName(act)}</kbd> {language === 'en' ? KEY_TABLE[act].en : KEY_TABLE[act].zh}
        </span>
      ))}
    </p>
  );
};
