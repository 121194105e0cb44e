import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider, reduceMotion, unstableSetRender } from 'antd-mobile';
import enUS from 'antd-mobile/es/locales/en-US';
import zhCN from 'antd-mobile/es/locales/zh-CN';
import { createRoot } from 'react-dom/client';
import { useAppearance } from '../shared/appearance.ts';
import { useLanguage } from '../shared/language.ts';
import { SessionGate } from '../shared/session-gate.tsx';
import { ForcedChange } from './account/forced-change.tsx';
import { NeedsSecondFactor } from './account/needs-second-factor.tsx';
import { SignIn } from './account/sign-in.tsx';
import { Phone } from './shell/phone.tsx';

// Nothing here moves for show; what opens is there at once.
reduceMotion();
// What the kit shows beside the page (a word, a question) is drawn by React 19, which it does not find by itself.
unstableSetRender((node, container) => {
  const root = createRoot(container);
  root.render(node);
  return async () => root.unmount();
});

export const App = ({ client }: { readonly client: QueryClient }) => {
  const language = useLanguage();
  useAppearance();
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider locale={language === 'en' ? enUS : zhCN}>
        <SessionGate
          views={{
            signIn: (hasEnded) => <SignIn hasEnded={hasEnded} />,
            forcedChange: <ForcedChange />,
            secondFactor: <NeedsSecondFactor />,
          }}
        >
          <Phone />
        </SessionGate>
      </ConfigProvider>
    </QueryClientProvider>
  );
};
