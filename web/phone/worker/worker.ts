/// <reference lib="webworker" />
// By hand, without workbox: one list of files, kept whole under the name of the build. Its routing and its queue of requests are what this
// page must not have: answers of the API are never kept here, and what people make waits in the page's own store.
/** Filled in by the build (`shell-plugin.ts`): what the page is made of, and a name for just this. */
declare const SHELL_BUILD: string;
declare const SHELL_FILES: readonly string[];

/** Not the page's window, which the compiler knows by this name. */
const worker = self as unknown as ServiceWorkerGlobalScope;

const PREFIX = 'yiwang-phone-';
const CACHE = `${PREFIX}${SHELL_BUILD}`;
const PAGE = '/phone/';
const shell = new Set(SHELL_FILES);

const keepShell = async (): Promise<void> => {
  const cache = await caches.open(CACHE);
  // Asked past the browser's own cache: all files are of one build, or none is kept.
  await cache.addAll([PAGE, ...SHELL_FILES].map((path) => new Request(path, { cache: 'reload' })));
};

const dropFormer = async (): Promise<void> => {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
  await worker.clients.claim();
};

const fromShell = async (path: string, request: Request): Promise<Response> => {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
};

worker.addEventListener('install', (event) => event.waitUntil(keepShell()));
worker.addEventListener('activate', (event) => event.waitUntil(dropFormer()));
worker.addEventListener('message', ({ data }) => {
  // The page says when: not while somebody is at work.
  if (data === 'takeOver') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (shell.has(pathname)) event.respondWith(fromShell(pathname, request));
  else if (request.mode === 'navigate' && pathname.startsWith(PAGE))
    event.respondWith(fromShell(PAGE, request));
});

export {};
