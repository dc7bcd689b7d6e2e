import { parseArgs } from 'node:util';
import type { Log } from './log.ts';
import { readDelivery } from './portal/delivery/read-delivery.ts';
import { startDemoBank } from './start-demo-bank.ts';

const usage = `Usage: node src/main.ts --port PORT --state-dir FOLDER [--host ADDRESS] [--with-parent]

  --port PORT         port to listen on; 0 takes any free one
  --state-dir FOLDER  where delegated users and virtual times are kept
  --host ADDRESS      address to listen on (127.0.0.1)
  --with-parent       stop when the process that started this one is gone

Environment:
  DEMO_BANK_SMTP         host:port of the mail server that takes the bank's e-mail; none is sent without it
  DEMO_BANK_SMS_WEBHOOK  address that takes the bank's text messages; none is sent without it
  DEMO_BANK_SMS_SECRET   secret that goes with each text message, in the header x-sms-secret
`;

/** Log lines are JSON on standard error; standard output holds the one line that tells where the bank listens. */
const log: Log = {
  info: (fields, message) => writeLogLine('info', fields, message),
  warn: (fields, message) => writeLogLine('warn', fields, message),
  error: (fields, message) => writeLogLine('error', fields, message),
};

function writeLogLine(level: string, fields: object, message: string): void {
  const time = new Date().toISOString();
  const line = JSON.stringify({ level, time, message, ...fields }, (_key, value) =>
    value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value,
  );
  process.stderr.write(`${line}\n`);
}

/** The arguments, or what is wrong with them. */
function readArguments() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'state-dir': { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port ?? Number.NaN);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port is missing or not 0 to 65535');
  const stateDir = values['state-dir'];
  if (stateDir === undefined) throw new Error('--state-dir is missing; name a folder');
  return { port, stateDir, host: values.host, withParent: values['with-parent'] };
}

/** Resolves when the parent is gone: its channel closes, or standard input where there is no channel. */
function waitForParentToEnd(): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) {
      process.once('disconnect', resolve);
      return;
    }
    process.stdin.once('close', resolve);
    process.stdin.once('end', resolve);
    process.stdin.resume();
  });
}

async function main(): Promise<void> {
  const { withParent, ...options } = readArguments();
  const delivery = readDelivery(process.env);
  const bank = await startDemoBank({ ...options, delivery, log, now: () => new Date() });
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: bank.url, pid: process.pid })}\n`);
  const reasons = [
    new Promise((resolve) => process.once('SIGTERM', resolve)),
    new Promise((resolve) => process.once('SIGINT', resolve)),
    ...(withParent ? [waitForParentToEnd()] : []),
  ];
  await Promise.race(reasons);
  await bank.close();
  // Standard input may still be open and would keep the process alive.
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exit(1);
});
