import { api, take } from '../../shared/api.ts';

/** The browser lets no script compute digests: the page was opened without HTTPS. */
export class InsecurePageError extends Error {
  override readonly name = 'InsecurePageError';
}

/** Gets a challenge and works on it. Throws ApiError, InsecurePageError. */
export const prove = async (): Promise<string> => {
  if (!window.isSecureContext) throw new InsecurePageError();
  const challenge = await take(api.POST('/api/v1/public/challenges'));
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise<string>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(challenge);
    });
  } finally {
    worker.terminate();
  }
};
