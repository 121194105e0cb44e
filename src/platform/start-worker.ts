import { type ResourceLimits, Worker } from 'node:worker_threads';

/**
 * Starts a thread that runs a TypeScript module of the product. It gets no environment (which contains keys), and does not keep the
 * process alive.
 */
export const startWorker = (module: URL, resourceLimits?: ResourceLimits): Worker => {
  const worker = new Worker(new URL('./start-worker.mjs', import.meta.url), {
    workerData: { module: module.href },
    execArgv: [],
    env: {},
    ...(resourceLimits === undefined ? {} : { resourceLimits }),
  });
  worker.unref();
  return worker;
};
