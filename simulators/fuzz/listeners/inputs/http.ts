import { mutate } from '../../mutate.ts';
import { type MakeScript, pickOf, upTo } from './script.ts';

/** As many as may be pipelined on a connection. */
const MOST_REQUESTS = 100;
const FATAL_ONE_IN = 200;

const TARGETS = [
  '/',
  '//',
  '/healthz',
  '/api/v1/devices',
  '/api/v1/cases/%00',
  '/mqtt',
  '*',
  '/%ff%fe',
  '/../../x',
  '/api/v1/devices?limit=-1&text=%ED%A0%80',
];
const HEADERS = [
  'upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
  'authorization: Bearer x.y.z\r\n',
  'range: bytes=0-,-1\r\nif-match: "\r\n',
  'prefer: wait=99999\r\nx-position: \u00e9\r\n',
  `cookie: ${'a=b;'.repeat(50)}\r\n`,
  '',
];

const request = (random: () => number): Buffer =>
  Buffer.from(
    `${pickOf(['GET', 'HEAD', 'OPTIONS', 'DELETE', 'GET'], random)} ${pickOf(TARGETS, random)} HTTP/1.1\r\nhost: x\r\n${pickOf(HEADERS.slice(1), random)}\r\n`,
    'latin1',
  );

/** Pipelined requests on one connection, some with bodies that never arrive, wrong lengths and broken lines. */
export const httpScript: MakeScript = (random, atMost) => {
  const parts: Buffer[] = [];
  while (parts.length < Math.min(MOST_REQUESTS, atMost)) {
    if (random() >= 1 / FATAL_ONE_IN) {
      parts.push(request(random));
      continue;
    }
    const length = upTo(100_000, random);
    const body = `POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\ncontent-type: application/json\r\n\r\n{`;
    const upgrade = `GET ${pickOf(TARGETS, random)} HTTP/1.1\r\nhost: x\r\n${HEADERS[0]}\r\n`;
    const broken = pickOf([Buffer.from(body), Buffer.from(upgrade), request(random)], random);
    parts.push(mutate(broken, random, request(random)));
    break;
  }
  return { bytes: Buffer.concat(parts), inputs: parts.length };
};
