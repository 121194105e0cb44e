import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readAllBytes } from '../attachments/object-store.ts';

export interface ReceivedCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver on the loopback: answers with the configured status; `silence` means no answer at all. */
export interface WebhookReceiver {
  readonly url: string;
  readonly calls: ReceivedCall[];
  /** Answers of the next calls, the last one for all that follow. */
  answer(...statuses: (number | 'silence')[]): void;
  close(): Promise<void>;
}

export const startWebhookReceiver = async (): Promise<WebhookReceiver> => {
  const calls: ReceivedCall[] = [];
  let answers: (number | 'silence')[] = [204];
  const server = createServer(async (request, response) => {
    const body = await readAllBytes(request).catch(() => undefined);
    if (body === undefined) return;
    calls.push({ headers: request.headers, body: body.toString() });
    const status = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (status !== 'silence')
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls,
    answer(...statuses) {
      answers = statuses;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
