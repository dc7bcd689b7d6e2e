import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';

/** What a name has; null for a name server that keeps silent about it. */
export type NameRecords = Readonly<Record<string, readonly string[] | null>>;

export interface TestNameServer {
  /** `127.0.0.1:port` */
  readonly server: string;
  close(): Promise<void>;
}

const NO_SUCH_NAME = 3;
const CLASS_INTERNET = 1;
const TYPE_A = 1;
const TYPE_AAAA = 28;
const HEADER_BYTES = 12;

/** A name server on a free loopback port. It says that names do not exist which are not among its records. */
export async function startNameServer(records: NameRecords): Promise<TestNameServer> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const reply = answerQuery(query, records);
    if (reply !== null) socket.send(reply, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    server: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answerQuery(query: Buffer, records: NameRecords): Buffer | null {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const type = query.readUInt16BE(at + 1);
  const known = records[labels.join('.').toLowerCase()];
  if (known === null) return null;
  const addresses = (known ?? []).filter((address) => isIPv4(address) === (type === TYPE_A));
  const answers = type === TYPE_A || type === TYPE_AAAA ? addresses.map((address) => recordOf(address, type)) : [];
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (known === undefined ? NO_SUCH_NAME : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, query.subarray(HEADER_BYTES, at + 5), ...answers]);
}

function recordOf(address: string, type: number): Buffer {
  const content = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : bytesOfIpv6(address);
  const head = Buffer.alloc(HEADER_BYTES);
  // The name is that of the question, and the answer may be kept for no time.
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(CLASS_INTERNET, 4);
  head.writeUInt16BE(content.length, 10);
  return Buffer.concat([head, content]);
}

function bytesOfIpv6(address: string): Buffer {
  const [front = '', back = ''] = address.split('::');
  const parts = (text: string) => text.split(':').filter((part) => part !== '');
  const zeros = Array.from({ length: 8 - parts(front).length - parts(back).length }, () => '0');
  const hex = [...parts(front), ...zeros, ...parts(back)].map((part) => part.padStart(4, '0')).join('');
  return Buffer.from(hex, 'hex');
}
