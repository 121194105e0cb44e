import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dialog, Switch } from 'antd-mobile';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { api, isAway, take } from '../../shared/api.ts';
import { setAppearance, useAppearance } from '../../shared/appearance.ts';
import { setLanguage, useLanguage, useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useRoleWords } from '../../shared/role-words.ts';
import { mayDo, useSignOut } from '../../shared/session.ts';
import { forgetAnswers } from '../keep/answers.ts';
import { useRecords } from '../keep/records.ts';
import { countsOf } from '../queue/order.ts';
import { lastPosition } from '../report/position.ts';

const ChangePassword = lazy(() =>
  import('../account/change-password.tsx').then((loaded) => ({ default: loaded.ChangePassword })),
);

const Row = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="setting">
    <span>{label}</span>
    {children}
  </div>
);

/** How much of the phone's room the records and kept lists take. */
const StoreSize = () => {
  const say = useSay();
  const records = useRecords();
  const [isFull, setFull] = useState(false);
  const bytes = records
    .filter(({ state }) => state.status !== 'sent')
    .flatMap(({ files }) => files)
    .reduce((sum, file) => sum + file.bytes, 0);
  useEffect(() => {
    void navigator.storage?.estimate?.().then(({ usage = 0, quota = 0 }) => {
      setFull(quota > 0 && usage / quota > 0.8);
    });
  }, []);
  return (
    <>
      <Row label={say('未发送的照片和录音', 'Photos and sound not sent')}>
        <span>{(bytes / 1024 / 1024).toFixed(1)} MB</span>
      </Row>
      {isFull && (
        <p className="problem" role="alert">
          {say('手机存储快满了，请尽快联网发送', 'The phone is nearly full: find a network soon')}
        </p>
      )}
    </>
  );
};

/** On duty: tasks come to those who are. */
const Duty = () => {
  const say = useSay();
  const duty = useMutation({
    mutationFn: async (isOn: boolean) => {
      const here = lastPosition();
      const location = here === null ? {} : { location: { lon: here.lon, lat: here.lat } };
      if (isOn) await take(api.PUT('/api/v1/duty', { body: location }));
      else await take(api.DELETE('/api/v1/duty'));
      return isOn;
    },
  });
  return (
    <>
      <div className="card-acts">
        <Button className="act" loading={duty.isPending} onClick={() => duty.mutate(true)}>
          {say('上岗', 'On duty')}
        </Button>
        <Button className="act" loading={duty.isPending} onClick={() => duty.mutate(false)}>
          {say('下岗', 'Off duty')}
        </Button>
      </div>
      {duty.isSuccess && (
        <p role="status">
          {duty.data ? say('已上岗，任务会派给您', 'On duty: tasks come to you') : say('已下岗', 'Off duty')}
        </p>
      )}
      {duty.error !== null && (
        <p className="problem" role="alert">
          {isAway(duty.error)
            ? say('现在没有网络，联网后再点', 'There is no network: try again later')
            : duty.error.message}
        </p>
      )}
    </>
  );
};

export const Settings = () => {
  const say = useSay();
  const me = useOwner();
  const client = useQueryClient();
  const language = useLanguage();
  const { big, contrast, theme } = useAppearance();
  const { waiting, refused } = countsOf(useRecords(), me.userId);
  const signOut = useSignOut();
  const [problem, setProblem] = useState<string>();
  const [isChanging, setChanging] = useState(false);
  const roles = useRoleWords()(me.assignments);

  const leave = async (): Promise<void> => {
    const left = waiting + refused;
    const isSure =
      left === 0 ||
      (await Dialog.confirm({
        content: say(
          `您还有 ${left} 条没有发送。退出后留在这台手机上，等您再次登录才会发送。`,
          `${left} of yours are not sent. They stay on this phone until you sign in again.`,
        ),
        confirmText: say('仍要退出', 'Sign out'),
        cancelText: say('不退出', 'Stay'),
      }));
    if (!isSure) return;
    try {
      await signOut();
      await forgetAnswers(me.userId);
    } catch (error) {
      setProblem(
        isAway(error)
          ? say('现在没有网络，联网后再退出', 'There is no network: sign out later')
          : String((error as Error).message),
      );
      await client.invalidateQueries();
    }
  };
  return (
    <section className="card settings">
      <h2>
        {me.displayName}
        <span className="card-line">{roles}</span>
      </h2>
      {mayDo(me, 'duty:keep') && <Duty />}
      <Row label={say('大字号', 'Large letters')}>
        <Switch
          checked={big}
          onChange={(next) => setAppearance({ big: next })}
          aria-label={say('大字号', 'Large letters')}
        />
      </Row>
      <Row label={say('强光模式（黑白）', 'Bright sun, black on white')}>
        <Switch
          checked={contrast}
          onChange={(next) => setAppearance({ contrast: next })}
          aria-label={say('强光模式', 'Bright sun')}
        />
      </Row>
      <Row label={say('深色（夜间）', 'Dark, at night')}>
        <Switch
          checked={theme === 'dark'}
          onChange={(next) => setAppearance({ theme: next ? 'dark' : 'light' })}
          aria-label={say('深色', 'Dark')}
        />
      </Row>
      <Row label={language === 'en' ? '中文' : 'English'}>
        <Button onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>
          {language === 'en' ? '切换到中文' : 'Switch to English'}
        </Button>
      </Row>
      <StoreSize />
      {isChanging ? (
        <Suspense>
          <ChangePassword />
        </Suspense>
      ) : (
        <Button block className="act" onClick={() => setChanging(true)}>
          {say('修改密码', 'Change the password')}
        </Button>
      )}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <Button block className="act" onClick={() => void leave()}>
        {say('退出登录', 'Sign out')}
      </Button>
    </section>
  );
};
