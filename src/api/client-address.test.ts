import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNetworks } from '../platform/networks.ts';
import { readClient, type TrustedProxies } from './client-address.ts';

const trusted = (header: TrustedProxies['header'] = 'x-forwarded-for'): TrustedProxies => ({
  networks: parseNetworks('10.0.0.0/8,2001:db8::/32')!,
  header,
});
const client = (
  peer: string,
  headers: Readonly<Record<string, string>>,
  proxies: TrustedProxies = trusted(),
) => readClient({ peer, encrypted: false, header: (name) => headers[name] }, proxies);

describe("a client's address", () => {
  it('is that of the connection if no proxy is trusted', () => {
    const headers = { 'x-forwarded-for': '1.1.1.1', 'x-forwarded-proto': 'https', forwarded: 'for=2.2.2.2' };
    expect(client('203.0.113.9', headers)).toEqual({ address: '203.0.113.9', secure: false });
    expect(client('::ffff:203.0.113.9', headers).address).toBe('203.0.113.9');
  });

  it.each([
    ['1.1.1.1', '1.1.1.1'],
    // The client wrote 9.9.9.9 itself.
    ['9.9.9.9, 1.1.1.1', '1.1.1.1'],
    ['1.1.1.1, 10.2.3.4', '1.1.1.1'],
    ['1.1.1.1:4711', '1.1.1.1'],
    ['[2400::1]:443', '2400::1'],
    ['2400::1', '2400::1'],
    ['::ffff:1.1.1.1', '1.1.1.1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['nonsense', '10.0.0.1'],
    ['1.1.1.1, nonsense, 10.2.3.4', '10.2.3.4'],
    ['', '10.0.0.1'],
    [',,,', '10.0.0.1'],
    ['10.5.5.5', '10.5.5.5'],
  ])('is read from the right of X-Forwarded-For: %s', (text, address) => {
    expect(client('10.0.0.1', { 'x-forwarded-for': text }).address).toBe(address);
  });

  it.each([
    ['for=1.1.1.1;proto=https', '1.1.1.1', true],
    ['for="[2400::1]:80";PROTO="HTTPS"', '2400::1', true],
    ['for=9.9.9.9;proto=https, for=1.1.1.1;proto=http', '1.1.1.1', false],
    ['for=_hidden;proto=https', '10.0.0.1', true],
    ['for=unknown', '10.0.0.1', false],
    ['=;=;;,', '10.0.0.1', false],
  ])('or from Forwarded where that is the header: %s', (forwarded, address, secure) => {
    const headers = { forwarded, 'x-forwarded-for': '8.8.8.8', 'x-forwarded-proto': 'https' };
    expect(client('10.0.0.1', headers, trusted('forwarded'))).toEqual({ address, secure });
  });

  it('takes the scheme only from the nearest proxy', () => {
    expect(client('10.0.0.1', { 'x-forwarded-for': '1.1.1.1', 'x-forwarded-proto': 'https' }).secure).toBe(
      true,
    );
    expect(
      client('10.0.0.1', { 'x-forwarded-for': '1.1.1.1', 'x-forwarded-proto': 'https, http' }).secure,
    ).toBe(false);
  });

  it('is never what a client wrote before the address that the proxy added', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('x-forwarded-for', 'forwarded'), (written, header) => {
        const added = header === 'forwarded' ? 'for=1.1.1.1' : '1.1.1.1';
        const { address } = client('10.0.0.1', { [header]: `${written},${added}` }, trusted(header));
        expect(address).toBe('1.1.1.1');
      }),
    );
  });
});
