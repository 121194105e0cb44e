import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// A worker thread does not inherit the loader of the main thread, whichever way the product was started.
register();
await import(workerData.module);
