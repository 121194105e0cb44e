import '../shared/tokens.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { maybeSignedIn } from '../shared/session.ts';
import { App } from './app.tsx';
import { makeClient } from './client.ts';
import { lastOwner, restoreAnswers } from './keep/answers.ts';
import { loadRecords } from './keep/records.ts';
import { startShell } from './worker/start-shell.ts';
// After the kit's own look.
import './phone.css';

const client = makeClient();
const owner = lastOwner();
// What the phone has kept is on the screen before the network has answered.
await Promise.all([loadRecords(), owner === null ? undefined : restoreAnswers(client, owner)]).catch(
  () => undefined,
);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Router base="/phone">
      <App client={client} />
    </Router>
  </StrictMode>,
);
// Whoever is signed in sees their tasks before the page is kept for later.
if (!maybeSignedIn()) startShell();
