import { Alert, Button, Checkbox } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useLanguage, useSay } from '../../shared/language.ts';
import { setKeys, useKeyName, useKeySetting } from '../keys/key-setting.ts';
import { KEY_ACTS, KEY_TABLE, type KeyAct, whyNot } from '../keys/key-table.ts';

/** Which key does what on the desk. */
export const KeySettings = () => {
  const say = useSay();
  const language = useLanguage();
  const setting = useKeySetting();
  const keyName = useKeyName();
  const [changing, setChanging] = useState<KeyAct>();
  const [problem, setProblem] = useState<string>();

  const onKey = (act: KeyAct, event: KeyboardEvent): void => {
    if (changing !== act || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    const { code } = event;
    if (code !== 'Escape') {
      const why = whyNot(setting, act, code);
      if (why !== undefined) {
        setProblem(
          why === 'number'
            ? say('数字键用于办理事项，请换一个键', 'Number keys begin steps; choose another')
            : say('这个键已有用途，请换一个键', 'This key does something else; choose another'),
        );
        return;
      }
      setKeys({ ...setting, codes: { ...setting.codes, [act]: code } });
    }
    setProblem(undefined);
    setChanging(undefined);
  };

  return (
    <section className="card" aria-label={say('快捷键', 'Keys')}>
      <h2>{say('快捷键', 'Keys')}</h2>
      <p>
        <Checkbox
          checked={setting.isOn}
          onChange={({ target }) => setKeys({ ...setting, isOn: target.checked })}
        >
          {say('使用快捷键', 'Use keys')}
        </Checkbox>
      </p>
      {setting.isOn && (
        <ul className="sessions">
          {KEY_ACTS.map((act) => {
            const name = language === 'en' ? KEY_TABLE[act].en : KEY_TABLE[act].zh;
            const shown = changing === act ? say('请按新的键…', 'Press a key…') : keyName(act);
            return (
              <li key={act}>
                {name}
                <Button
                  aria-label={`${say(`更改“${name}”的键`, `Change the key for ${name}`)} ${shown}`}
                  onClick={() => setChanging(act)}
                  onBlur={() => changing === act && setChanging(undefined)}
                  onKeyDown={(event) => onKey(act, event)}
                >
                  {shown}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {problem !== undefined && <Alert type="warning" showIcon role="alert" title={problem} />}
      {Object.keys(setting.codes).length > 0 && (
        <p className="handover-acts">
          <Button onClick={() => setKeys({ ...setting, codes: {} })}>
            {say('恢复默认', 'Back to the usual ones')}
          </Button>
        </p>
      )}
    </section>
  );
};
