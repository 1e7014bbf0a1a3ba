/** Covers src/egress/public-address.ts. */
import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, isPublicAddress } from '../../src/egress/public-address.ts';

/** Addresses as a resolver or `URL` writes them. */
const NOT_PUBLIC: Record<string, string[]> = {
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  'this network': ['0.0.0.0', '0.1.2.3', '::'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  'link-local': ['169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1'],
  'metadata and credentials of AWS': ['169.254.169.254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::254'],
  'Alibaba’s metadata, within CGNAT': ['100.100.100.200', '100.64.0.1', '100.127.255.255'],
  'unique local': ['fc00::1', 'fdff:ffff::1'],
  'site-local': ['fec0::1'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  'broadcast and future use': ['255.255.255.255', '240.0.0.1'],
  'documentation and benchmarks': [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '2001:db8::1',
    '3fff::1',
    '2001:2::1',
  ],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254', '::ffff:10.0.0.1'],
  'IPv4-translated (RFC 6145)': ['::ffff:0:127.0.0.1', '::ffff:0:a9fe:a9fe'],
  'NAT64 (RFC 6052, RFC 8215)': [
    '64:ff9b::7f00:1',
    '64:ff9b::169.254.169.254',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
  ],
  '6to4 and Teredo': ['2002:7f00:1::1', '2002:a9fe:a9fe::', '2001::7f00:1'],
  'IPv4-compatible (RFC 4291)': ['::127.0.0.1', '::7f00:1', '::a9fe:a9fe', '::808:808', '::2'],
  'IPv6 that nobody was given': ['100::1', '1000::1', '4000::1', '8000::1', 'e000::1', '5f00::1'],
  'no address at all': ['', 'localhost', '127.0.0.1.example', '1.2.3.4.5', ':::1', '300.1.1.1'],
};

const PUBLIC = ['8.8.8.8', '140.82.121.4', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1'];
const PUBLIC_V6 = ['2606:4700:4700::1111', '2a00:1450:4001:80b::200a', '3ffe::1'];

describe('T144 T146: a public address is not', () => {
  it.each(Object.entries(NOT_PUBLIC))('%s', (_kind, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  it('T144: what is outside of these ranges', () => {
    expect([...PUBLIC, ...PUBLIC_V6].filter((address) => !isPublicAddress(address))).toEqual([]);
  });

  it('T144: an IPv4-mapped public address is judged as what it reaches', () => {
    expect(isPublicAddress('::ffff:8.8.8.8')).toBe(true);
  });
});

describe('T144: loopback, which the local environment may reach, is', () => {
  it('127.0.0.0/8 and ::1, mapped or not', () => {
    const loopback = ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'];
    expect(loopback.filter((address) => !isLoopbackAddress(address))).toEqual([]);
  });

  it('nothing else', () => {
    const others = Object.entries(NOT_PUBLIC).flatMap(([kind, addresses]) =>
      /^(loopback|IPv4-(mapped|compatible))/.test(kind) ? [] : addresses,
    );
    expect([...others, ...PUBLIC, ...PUBLIC_V6, 'localhost'].filter(isLoopbackAddress)).toEqual([]);
  });
});
