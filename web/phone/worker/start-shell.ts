const WORKER = '/phone/worker.js';
/** Where somebody may be filling something in. */
const FORMS = /^\/phone\/(report|records|cases)\b/;

let isStarted = false;

/** Has the browser keep the page for times without a network, and takes a newer build over before anything has been typed. */
export const startShell = (): void => {
  if (!('serviceWorker' in navigator) || isStarted) return;
  isStarted = true;
  const { serviceWorker } = navigator;
  const isFirst = serviceWorker.controller === null;
  // A page of the former build goes on with its own files until it is opened again.
  serviceWorker.addEventListener('controllerchange', () => {
    if (!isFirst) window.location.reload();
  });
  void serviceWorker
    .register(WORKER, { scope: '/phone/' })
    .then((registration) => {
      registration.waiting?.postMessage('takeOver');
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState !== 'visible') return;
        // An installed page may stay open for weeks.
        void registration.update().catch(() => undefined);
        if (!FORMS.test(window.location.pathname)) registration.waiting?.postMessage('takeOver');
      });
    })
    // Without it the page works as long as there is a network.
    .catch(() => undefined);
};
