import { generateKeyPairSync, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A server's key and certificate in PEM. The certificate is its own authority. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
}

const SEQUENCE = 0x30;
const SET = 0x31;

/** Makes a certificate for these host names and IPv4 addresses, so that tests can speak HTTPS without one that is kept, or a program that makes it. */
export function makeCertificate(names: readonly string[]): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(SEQUENCE, oid('2a8648ce3d040302')); // ecdsa-with-SHA256
  // Two authorities of one name would be taken for each other.
  const commonName = der(0x0c, Buffer.from(`test of ${names.join(' ')}`));
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, oid('550403'), commonName)));
  const years = ['20200101000000Z', '20990101000000Z'].map((time) => der(0x18, Buffer.from(time)));
  const altNames = der(SEQUENCE, ...names.map(altName));
  const extensions = der(
    SEQUENCE,
    der(SEQUENCE, oid('551d13'), der(0x01, Buffer.from([0xff])), octets(der(SEQUENCE, der(0x01, Buffer.from([0xff]))))),
    der(SEQUENCE, oid('551d11'), octets(altNames)),
  );
  const content = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    der(SEQUENCE, ...years),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  const text = der(SEQUENCE, content, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${text.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

function altName(name: string): Buffer {
  return isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));
}

/** One element of DER: tag, length, content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function octets(content: Uint8Array): Buffer {
  return der(0x04, content);
}
