import type { DeliveryOptions } from './messenger.ts';

/** Reads from the environment where messages go. Throws an error that names the variable and the remedy. */
export function readDelivery(environment: Readonly<Record<string, string | undefined>>): DeliveryOptions {
  const { DEMO_BANK_SMTP: smtp, DEMO_BANK_SMS_WEBHOOK: url, DEMO_BANK_SMS_SECRET: secret } = environment;
  return {
    mail: smtp === undefined || smtp === '' ? null : readMailServer(smtp),
    sms: url === undefined || url === '' ? null : readWebhook(url, secret),
  };
}

function readMailServer(text: string): { host: string; port: number } {
  const found = /^(.+):(\d{1,5})$/.exec(text);
  const port = Number(found?.[2]);
  if (found?.[1] === undefined || port < 1 || port > 65_535) {
    throw new Error('DEMO_BANK_SMTP is not valid; write host and port, such as 127.0.0.1:2525');
  }
  return { host: found[1], port };
}

function readWebhook(url: string, secret: string | undefined): { url: string; secret: string } {
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    throw new Error('DEMO_BANK_SMS_WEBHOOK is not valid; write an address that begins with http:// or https://');
  }
  if (secret === undefined || secret === '') {
    throw new Error('DEMO_BANK_SMS_SECRET is missing; DEMO_BANK_SMS_WEBHOOK needs the secret that goes with it');
  }
  return { url, secret };
}
