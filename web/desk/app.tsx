import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntdApp, ConfigProvider, theme as kitThemes } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useState } from 'react';
import { ApiError } from '../shared/api.ts';
import { useAppearance } from '../shared/appearance.ts';
import { useLanguage } from '../shared/language.ts';
import { noteSignedOut } from '../shared/session.ts';
import { SessionGate } from '../shared/session-gate.tsx';
import { ForcedChange } from './account/forced-change.tsx';
import { SecondFactor } from './account/second-factor.tsx';
import { SignIn } from './account/sign-in.tsx';
import { pageNonce } from './nonce.ts';
import { Desk } from './shell/desk.tsx';
import { kitTokens } from './theme.ts';

/** Refusals stay refusals; what could not be reached is tried again. */
const mayHelpToTryAgain = (count: number, error: unknown): boolean =>
  count < 3 && error instanceof ApiError && (error.status === 0 || error.status >= 500);

const makeClient = (): QueryClient => {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => noteSignedOut(client, error) }),
    mutationCache: new MutationCache({ onError: (error) => noteSignedOut(client, error) }),
    defaultOptions: {
      queries: { retry: mayHelpToTryAgain, staleTime: 30_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
  return client;
};

export const App = () => {
  const [client] = useState(makeClient);
  const language = useLanguage();
  const { theme, big } = useAppearance();
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider
        csp={{ nonce: pageNonce() }}
        locale={language === 'en' ? enUS : zhCN}
        theme={{
          algorithm: theme === 'dark' ? kitThemes.darkAlgorithm : kitThemes.defaultAlgorithm,
          token: kitTokens(theme, big),
        }}
        wave={{ disabled: true }}
        button={{ autoInsertSpace: false }}
      >
        <AntdApp className="desk-app">
          <SessionGate
            views={{
              signIn: (hasEnded) => <SignIn hasEnded={hasEnded} />,
              forcedChange: <ForcedChange />,
              secondFactor: <SecondFactor />,
            }}
          >
            <Desk />
          </SessionGate>
        </AntdApp>
      </ConfigProvider>
    </QueryClientProvider>
  );
};
