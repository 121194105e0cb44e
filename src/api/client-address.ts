// Own code: proxy-addr supports neither `Forwarded` (RFC 7239) nor the scheme used towards a proxy.
import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Context, MiddlewareHandler } from 'hono';
import { plainAddress } from '../platform/network-address.ts';
import { isIn, parseNetworks } from '../platform/networks.ts';

/** The client of a request. */
export interface Client {
  /** IPv4 or IPv6, without port or zone; a complete IPv6 address, although limits count its network. */
  readonly address: string;
  /** The connection to us, or to the trusted proxy, used TLS. */
  readonly secure: boolean;
}

export interface TrustedProxies {
  readonly networks: BlockList;
  readonly header: 'x-forwarded-for' | 'forwarded';
}

/** The forwarding header of a request, and its connection. */
export interface Hop {
  readonly peer: string;
  readonly encrypted: boolean;
  readonly header: (name: string) => string | undefined;
}

/** No connection, as in tests that call the routes without a socket. */
const NOWHERE: Client = { address: '', secure: false };
/** A chain has one entry for each proxy in a row; entries that a client wrote before them do not matter. */
const MAX_HOPS = 20;

/** The address in `[2001:db8::1]:443` or `10.0.0.1:443`, quoted or not; undefined for names and invalid text. */
const addressOf = (node: string): string | undefined => {
  const bare = node.trim().replace(/^"(.*)"$/, '$1');
  const address = /^\[([^\]]*)\]/.exec(bare)?.[1] ?? (isIP(bare) ? bare : bare.replace(/:\d{1,5}$/, ''));
  return isIP(address) === 0 ? undefined : plainAddress(address.split('%', 1)[0]!);
};

interface Said {
  readonly address: string | undefined;
  readonly https: boolean | undefined;
}

/** RFC 7239, section 4: `for=192.0.2.60;proto=https, for="[2001:db8::1]"`; addresses and schemes contain neither comma nor semicolon. */
const readForwarded = (text: string): Said[] =>
  text.split(',').map((element) => {
    const pairs = new Map(
      element.split(';').map((pair) => {
        const [name = '', value = ''] = pair.split('=', 2);
        return [name.trim().toLowerCase(), value.trim()] as const;
      }),
    );
    const proto = pairs.get('proto')?.replaceAll('"', '').toLowerCase();
    return {
      address: addressOf(pairs.get('for') ?? ''),
      https: proto === undefined ? undefined : proto === 'https',
    };
  });

/** The lists of the de facto headers, which may differ in length: the last scheme is that of the nearest proxy. */
const readXForwarded = (addresses: string, schemes: string | undefined): Said[] => {
  const proto = schemes?.split(',').at(-1)?.trim().toLowerCase();
  return addresses.split(',').map((node) => ({
    address: addressOf(node),
    https: proto === undefined ? undefined : proto === 'https',
  }));
};

/**
 * The nearest address that is not one of our proxies, read from the right: each proxy appends the address it saw, and a client can
 * only write the entries before those. An entry that cannot be parsed ends the chain at the proxy that wrote it.
 */
export const readClient = ({ peer, encrypted, header }: Hop, proxies: TrustedProxies): Client => {
  let address = plainAddress(peer);
  let secure = encrypted;
  if (isIP(address) === 0 || !isIn(proxies.networks, address)) return { address, secure };
  const text = header(proxies.header) ?? '';
  const said =
    proxies.header === 'forwarded' ? readForwarded(text) : readXForwarded(text, header('x-forwarded-proto'));
  for (const next of said.slice(-MAX_HOPS).reverse()) {
    if (next.https !== undefined) secure = next.https;
    if (next.address === undefined) break;
    address = next.address;
    if (!isIn(proxies.networks, address)) break;
  }
  return { address, secure };
};

interface ProxySettings {
  readonly YIWANG_TRUSTED_PROXIES: string;
  readonly YIWANG_TRUSTED_PROXY_HEADER: TrustedProxies['header'];
}

const readProxies = (settings: ProxySettings): TrustedProxies => ({
  networks: parseNetworks(settings.YIWANG_TRUSTED_PROXIES)!,
  header: settings.YIWANG_TRUSTED_PROXY_HEADER,
});

/** The same without a route: for upgrades to a WebSocket, and for requests waiting for their turn. Empty if the peer has disconnected. */
export const requestAddress = (settings: ProxySettings): ((request: IncomingMessage) => string) => {
  const proxies = readProxies(settings);
  return ({ socket, headers }) => {
    const header = (name: string) => {
      const value = headers[name];
      return Array.isArray(value) ? value.join() : value;
    };
    const encrypted = socket instanceof TLSSocket;
    return readClient({ peer: socket.remoteAddress ?? '', encrypted, header }, proxies).address;
  };
};

/** Determines the client once per request; must precede every use of it. */
export const knowClient = (settings: ProxySettings): MiddlewareHandler<{ Variables: { client: Client } }> => {
  const proxies = readProxies(settings);
  return async (context, next) => {
    context.set('client', connection(context, proxies));
    await next();
  };
};

const connection = (context: Context, proxies: TrustedProxies): Client => {
  const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage };
  if (incoming === undefined) return NOWHERE;
  const { socket } = incoming;
  return readClient(
    {
      // A peer that has already disconnected has no address.
      peer: socket.remoteAddress ?? '',
      encrypted: socket instanceof TLSSocket,
      header: (name) => context.req.header(name),
    },
    proxies,
  );
};

/** The client's address, behind the trusted proxies (`YIWANG_TRUSTED_PROXIES`); empty if there is no socket. */
export const clientAddress = (context: Context): string => clientOf(context).address;

/** Whether the client used TLS, to us or to a trusted proxy. */
export const isSecure = (context: Context): boolean => clientOf(context).secure;

const clientOf = (context: Context): Client => (context.get('client') as Client | undefined) ?? NOWHERE;
