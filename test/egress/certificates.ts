/**
 * X.509 certificates made while a test runs: Node signs, but makes none, and a file with a private key in the repository
 * would look like a leak and expire one day. Only the DER (X.690) that RFC 5280 needs for a server certificate.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  name: string;
  pem: string;
  keyPem: string;
  key: KeyObject;
}

export interface CertificateOptions {
  /** Absent: it signs itself. */
  issuer?: Certificate;
  isAuthority?: boolean;
  /** Addresses in the subject's alternative names. */
  addresses?: string[];
  /** Host names beside them. */
  hosts?: string[];
  validFrom?: Date;
  validTo?: Date;
}

const DAY = 24 * 3600 * 1_000;

export function makeCertificate(name: string, options: CertificateOptions = {}): Certificate {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { issuer, validFrom = new Date(Date.now() - DAY), validTo = new Date(Date.now() + DAY) } = options;
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(8)])),
    ECDSA_SHA256,
    commonName(issuer?.name ?? name),
    sequence(time(validFrom), time(validTo)),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(options))),
  );
  const signature = bitString(sign('sha256', body, issuer?.key ?? key));
  const der = sequence(body, ECDSA_SHA256, signature);
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { name, pem, key, keyPem: String(key.export({ type: 'pkcs8', format: 'pem' })) };
}

function extensions({ isAuthority = false, addresses = [], hosts = [] }: CertificateOptions): Buffer[] {
  const basic = extension([0x55, 0x1d, 0x13], sequence(...(isAuthority ? [TRUE] : [])));
  const names = [
    ...addresses.map((address) => tagged(0x87, Buffer.from(address.split('.').map(Number)))),
    ...hosts.map((host) => tagged(0x82, Buffer.from(host))),
  ];
  return names.length > 0 ? [basic, extension([0x55, 0x1d, 0x11], sequence(...names))] : [basic];
}

const extension = (id: number[], value: Buffer) =>
  sequence(tagged(0x06, Buffer.from(id)), TRUE, tagged(0x04, value));
const commonName = (text: string) =>
  sequence(
    tagged(0x31, sequence(tagged(0x06, Buffer.from([0x55, 0x04, 0x03])), tagged(0x0c, Buffer.from(text)))),
  );
/** GeneralizedTime would be for 2050 and later. */
const time = (date: Date) =>
  tagged(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
const integer = (bytes: Buffer) => tagged(0x02, bytes);
const bitString = (bytes: Buffer) => tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]));
const sequence = (...parts: Buffer[]) => tagged(0x30, Buffer.concat(parts));
const TRUE = tagged(0x01, Buffer.from([0xff]));
/** 1.2.840.10045.4.3.2 */
const ECDSA_SHA256 = sequence(tagged(0x06, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])));

function tagged(tag: number, content: Buffer): Buffer {
  const length = content.length;
  const head = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
