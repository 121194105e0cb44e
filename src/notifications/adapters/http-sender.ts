import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type BlockList, isIP, type LookupFunction } from 'node:net';
import { guarded } from '../../platform/guard.ts';
import type { SendOutcome, SendWebhook } from '../webhooks/send.ts';
import { mayConnect } from '../webhooks/target-networks.ts';

/** Contains no address: those who may register webhooks must not learn what internal names resolve to. */
class TargetRefusedError extends Error {}

/** Resolves a name and refuses addresses that may not be reached: the connection goes to the address that was checked. */
const guardedLookup =
  (secure: boolean, allowed: BlockList): LookupFunction =>
  (hostname, options, callback) => {
    lookup(
      hostname,
      { ...options, all: true },
      guarded(
        'http sender lookup',
        (error, found) => {
          const addresses = (found ?? []) as LookupAddress[];
          if (error !== null || addresses.length === 0)
            return callback(error ?? new Error('no address'), '', 0);
          const refused = addresses.find(({ address }) => !mayConnect(address, secure, allowed));
          if (refused !== undefined) return callback(new TargetRefusedError(), '', 0);
          if (options.all === true) return callback(null, addresses);
          callback(null, addresses[0]!.address, addresses[0]!.family);
        },
        (failure) => callback(failure as Error, '', 0),
      ),
    );
  };

/** POSTs with a time limit for the whole call; redirects are not followed, and only the status of the answer counts. */
export const createHttpSender =
  (options: { readonly timeoutMs: number; readonly allowed: BlockList }): SendWebhook =>
  (target, headers, body) =>
    new Promise<SendOutcome>((resolve) => {
      const url = new URL(target);
      const secure = url.protocol === 'https:';
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const refuse = () =>
        resolve({ status: 'failed', reason: 'its address may not be reached', permanent: true });
      // Only names are looked up.
      if (isIP(host) !== 0 && !mayConnect(host, secure, options.allowed)) return refuse();
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'yiwang-webhook/1' },
        lookup: guardedLookup(secure, options.allowed),
        // One connection per call: a receiver that restarts does not break the next one.
        agent: false,
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      request.on(
        'response',
        guarded('http sender response', (response) => {
          const httpStatus = response.statusCode ?? 0;
          response.on('error', () => undefined);
          response.destroy();
          if (httpStatus >= 200 && httpStatus < 300) return resolve({ status: 'delivered', httpStatus });
          const redirect = httpStatus >= 300 && httpStatus < 400 ? ', redirects are not followed' : '';
          resolve({ status: 'failed', reason: `answered ${httpStatus}${redirect}`, permanent: false });
        }),
      );
      request.on(
        'error',
        guarded('http sender error', (error: NodeJS.ErrnoException) => {
          if (error instanceof TargetRefusedError) return refuse();
          const reason =
            error.name === 'TimeoutError' || error.name === 'AbortError'
              ? `no answer within ${options.timeoutMs} ms`
              : (error.code ?? error.message);
          resolve({ status: 'failed', reason, permanent: false });
        }),
      );
      request.end(body);
    });
