import { Button, Dropdown } from 'antd';
import { Link } from 'wouter';
import { setAppearance, useAppearance } from '../../shared/appearance.ts';
import { setLanguage, useLanguage, useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useNow } from '../../shared/now.ts';
import { useRoleWords } from '../../shared/role-words.ts';
import { useSignOut } from '../../shared/session.ts';
import { spanWords } from '../../shared/time-left.ts';
import { SearchBox } from '../search/search-box.tsx';
import { ShiftLink } from '../shift/shift-link.tsx';
import { heldActs } from '../step/held-acts.ts';
import { useLive } from './live-provider.tsx';
import { Messages } from './messages.tsx';

const AwayNotice = () => {
  const say = useSay();
  const now = useNow();
  const { state, since } = useLive();
  if (state === 'on' || since === undefined) return null;
  const time = new Date(since).toLocaleTimeString('zh-CN', {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  return (
    <p className="away" role="status">
      {say(
        `${time} 起未更新（${spanWords(now - since, say)}），正在重连；您填的内容已保存`,
        `Not updated since ${time}; connecting again. What you typed is kept`,
      )}
    </p>
  );
};

export const TopBar = () => {
  const say = useSay();
  const rolesOf = useRoleWords();
  const me = useOwner();
  const language = useLanguage();
  const { theme, big } = useAppearance();
  const signOut = useSignOut();
  return (
    <>
      <header className="top-bar">
        <Link href="/" className="brand">
          {say('一网 · 指挥中心', 'Yiwang · Command centre')}
        </Link>
        <SearchBox />
        <span className="top-bar-end">
          <Messages />
          <ShiftLink />
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                { key: 'account', label: <Link href="/account">{say('我的账号', 'My account')}</Link> },
                {
                  key: 'theme',
                  label: theme === 'dark' ? say('浅色', 'Light') : say('深色', 'Dark'),
                  onClick: () => setAppearance({ theme: theme === 'dark' ? 'light' : 'dark' }),
                },
                {
                  key: 'big',
                  label: big ? say('标准字号', 'Normal letters') : say('大字号', 'Large letters'),
                  onClick: () => setAppearance({ big: !big }),
                },
                {
                  key: 'language',
                  label: language === 'en' ? '中文' : 'English',
                  onClick: () => setLanguage(language === 'en' ? 'zh-CN' : 'en'),
                },
                { type: 'divider' },
                {
                  key: 'out',
                  label: say('退出登录', 'Sign out'),
                  onClick: () => void heldActs.sendAll(false).then(signOut),
                },
              ],
            }}
          >
            <Button type="text" className="owner">
              {rolesOf(me.assignments)} · {me.displayName}
            </Button>
          </Dropdown>
        </span>
      </header>
      <AwayNotice />
    </>
  );
};
