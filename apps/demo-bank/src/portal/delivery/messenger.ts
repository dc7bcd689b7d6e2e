import { randomUUID } from 'node:crypto';
import nodemailer from 'nodemailer';
import type { Log } from '../../log.ts';

/** Mail servers may take their time, and whoever waits for the page has more patience than this. */
const SEND_TIMEOUT_MS = 20_000;

/** Where messages go. Null: nothing of the kind is sent. */
export interface DeliveryOptions {
  /** A mail server that takes messages without a password. */
  readonly mail: { readonly host: string; readonly port: number } | null;
  /** An address that takes text messages as `POST` of `{ id, from, to, text }`, with the secret in `x-sms-secret`. */
  readonly sms: { readonly url: string; readonly secret: string } | null;
}

/** What became of a message. A message that goes out later counts as sent. */
export type Sending = 'sent' | 'notConfigured' | 'failed';

/** An e-mail. */
export interface Mail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A text message. */
export interface Sms {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** Runs a task later and gives a way to call it off. */
export type Schedule = (task: () => void, delayMs: number) => () => void;

/** Sends e-mail and text messages. Texts and addresses never reach the log. */
export class Messenger {
  readonly #delivery: DeliveryOptions;
  readonly #log: Log;
  readonly #schedule: Schedule;
  readonly #waiting = new Set<() => void>();

  constructor(delivery: DeliveryOptions, log: Log, schedule: Schedule) {
    this.#delivery = delivery;
    this.#log = log;
    this.#schedule = schedule;
  }

  /** Whether e-mail can be sent at all. */
  get sendsMail(): boolean {
    return this.#delivery.mail !== null;
  }

  /** Hands a mail to the mail server, at once or after a delay. A delayed mail is lost when the bank stops before. */
  async sendMail(mail: Mail, delayMs: number): Promise<Sending> {
    if (this.#delivery.mail === null) return 'notConfigured';
    if (delayMs <= 0) return this.#handToServer(mail, this.#delivery.mail);
    const server = this.#delivery.mail;
    const callOff = this.#schedule(() => {
      this.#waiting.delete(callOff);
      void this.#handToServer(mail, server);
    }, delayMs);
    this.#waiting.add(callOff);
    return 'sent';
  }

  /** Posts a text message. */
  async sendSms(sms: Sms): Promise<Sending> {
    const target = this.#delivery.sms;
    if (target === null) return 'notConfigured';
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-sms-secret': target.secret },
        body: JSON.stringify({ id: randomUUID(), ...sms }),
        redirect: 'error',
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (response.ok) return 'sent';
      this.#log.warn({ status: response.status }, 'text message refused');
    } catch (error) {
      this.#log.warn({ err: error }, 'text message not sent');
    }
    return 'failed';
  }

  /** Calls off everything that waits to be sent. */
  close(): void {
    for (const callOff of this.#waiting) callOff();
    this.#waiting.clear();
  }

  async #handToServer(mail: Mail, { host, port }: { host: string; port: number }): Promise<Sending> {
    const transport = nodemailer.createTransport({
      ...{ host, port, secure: false, ignoreTLS: true, disableFileAccess: true, disableUrlAccess: true },
      ...{ connectionTimeout: SEND_TIMEOUT_MS, greetingTimeout: SEND_TIMEOUT_MS, socketTimeout: SEND_TIMEOUT_MS },
    });
    try {
      // As an object the address is taken as it is; a text would be parsed and could hold several.
      await transport.sendMail({ ...mail, to: { name: '', address: mail.to } });
      return 'sent';
    } catch (error) {
      // The server's answer can name the address, so only its code is kept.
      const code = error instanceof Error && 'code' in error ? error.code : null;
      this.#log.warn({ code }, 'e-mail not sent');
      return 'failed';
    } finally {
      transport.close();
    }
  }
}
