import '../shared/tokens.css';
import './desk.css';
import 'dayjs/locale/zh-cn';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { App } from './app.tsx';
import { nonceEveryStyle } from './nonce.ts';

nonceEveryStyle();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Router base="/desk">
      <App />
    </Router>
  </StrictMode>,
);
