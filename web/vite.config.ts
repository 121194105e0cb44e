import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { NONCE_PLACE, WEB_ENTRIES } from '../src/api/web-pages.ts';
import { firstChunks } from '../src/web-build/first-chunks.ts';
import { oneKitAPage } from '../src/web-build/one-kit-a-page.ts';
import { phoneShell, WORKER_ENTRY, WORKER_FILE } from './phone/worker/shell-plugin.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: here,
  publicDir: false,
  plugins: [react(), phoneShell(), oneKitAPage()],
  // The server puts the nonce of each answer in its place.
  html: { cspNonce: NONCE_PLACE },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing goes into the page itself: the content security policy refuses it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: {
        ...Object.fromEntries(WEB_ENTRIES.map((entry) => [entry, `${here}${entry}/index.html`])),
        [WORKER_ENTRY]: `${here}phone/worker/worker.ts`,
      },
      output: {
        entryFileNames: ({ name }) => (name === WORKER_ENTRY ? WORKER_FILE : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            {
              debugName: 'first',
              name: firstChunks(
                Object.fromEntries(WEB_ENTRIES.map((entry) => [entry, `${here}${entry}/index.html`])),
              ),
            },
          ],
          includeDependenciesRecursively: false,
        },
      },
    },
  },
});
