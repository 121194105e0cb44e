import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useLanguage, useSay } from '../../shared/language.ts';
import { isKeyOf, useKeyName, useKeySetting } from '../keys/key-setting.ts';
import { useKeys } from '../shell/use-keys.ts';
import { type HeldAct, heldActs } from './held-acts.ts';
import { useHeldActs } from './use-held-acts.ts';

const useSeconds = (dueAt: number): number => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((dueAt - now) / 1000));
};

const Waiting = ({ act }: { readonly act: HeldAct }) => {
  const say = useSay();
  const seconds = useSeconds(act.dueAt);
  const { isOn } = useKeySetting();
  const keyName = useKeyName();
  return (
    <>
      <span className="hint">{say(`${seconds} 秒后提交`, `sent in ${seconds} s`)}</span>
      <Button size="small" type="primary" onClick={() => heldActs.takeBack(act.id)}>
        {say('撤回', 'Take back')}
        {isOn && <kbd>{keyName('takeBack')}</kbd>}
      </Button>
      <Button size="small" onClick={() => void heldActs.send(act.id)}>
        {say('立即提交', 'Send now')}
      </Button>
    </>
  );
};

const Failed = ({ act }: { readonly act: HeldAct }) => {
  const say = useSay();
  const [caseId, ...others] = act.caseIds ?? [];
  return (
    <>
      <span role="alert">
        {say('未提交，您的内容已保留：', 'Not sent; what you typed is kept: ')}
        {act.error?.message}
      </span>
      <Button size="small" onClick={() => void heldActs.send(act.id)}>
        {say('重试', 'Try again')}
      </Button>
      {caseId !== undefined && others.length === 0 && (
        <Link href={`/cases/${caseId}`} onClick={() => heldActs.takeBack(act.id)}>
          {say('打开案件', 'Open the case')}
        </Link>
      )}
      <Button size="small" onClick={() => heldActs.takeBack(act.id)}>
        {say('知道了', 'Close')}
      </Button>
    </>
  );
};

/** What was done a moment ago and is not sent yet; who closes the page sends it. */
export const HeldTray = () => {
  const say = useSay();
  const language = useLanguage();
  const acts = useHeldActs();
  useEffect(() => {
    const onLeave = (): void => void heldActs.sendAll(true);
    window.addEventListener('pagehide', onLeave);
    return () => window.removeEventListener('pagehide', onLeave);
  }, []);
  useKeys((event) => {
    const last = acts.filter(({ state }) => state === 'held').at(-1);
    if (last === undefined || !isKeyOf('takeBack', event)) return false;
    heldActs.takeBack(last.id);
    return true;
  });
  if (acts.length === 0) return null;
  return (
    <ul className="held" aria-label={say('待提交', 'Not sent yet')}>
      {acts.map((act) => (
        <li key={act.id}>
          <strong>{language === 'en' ? act.en : act.zh}</strong>
          {act.state === 'held' && <Waiting act={act} />}
          {act.state === 'sending' && <span className="hint">{say('提交中', 'Sending')}</span>}
          {act.state === 'failed' && <Failed act={act} />}
        </li>
      ))}
    </ul>
  );
};
