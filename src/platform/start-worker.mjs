import { workerData } from 'node:worker_threads';

// A worker thread does not inherit the loader of the main thread, whichever way the product was started.
if (workerData.module.endsWith('.ts')) (await import('tsx/esm/api')).register();
await import(workerData.module);
