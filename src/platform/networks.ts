import { BlockList, isIP, isIPv4 } from 'node:net';
import { plainAddress } from './network-address.ts';

/** Networks of a list such as `10.1.0.0/16,127.0.0.0/8`; undefined if one cannot be parsed. */
export const parseNetworks = (text: string): BlockList | undefined => {
  const list = new BlockList();
  for (const network of text.split(',').map((part) => part.trim())) {
    if (network === '') continue;
    const [address, prefix] = network.split('/') as [string, string | undefined];
    const version = isIP(address);
    const bits = prefix === undefined || !/^\d{1,3}$/.test(prefix) ? -1 : Number(prefix);
    if (version === 0 || bits < 0 || bits > (version === 4 ? 32 : 128)) return undefined;
    list.addSubnet(address, bits, version === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
};

export const isIn = (list: BlockList, address: string): boolean => {
  const plain = plainAddress(address);
  return list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
};
