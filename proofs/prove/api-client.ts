import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Choices } from '../../test/support/choices.ts';

/** The server's word, or that the cursor has expired. Everything else is either tried again or thrown. */
export type Answer<Body> = { readonly kind: 'ok'; readonly body: Body } | { readonly kind: 'expired' };

export interface TransactionJson {
  readonly id: string;
  readonly description: string;
}

export type StreamEvent =
  | { readonly eventId: string; readonly type: 'added' | 'modified'; readonly transaction: TransactionJson }
  | { readonly eventId: string; readonly type: 'removed'; readonly transactionId: string };

export interface StreamPageJson {
  readonly events: readonly StreamEvent[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

export interface ListPageJson<Item> {
  readonly data: readonly Item[];
  readonly pagination: { readonly hasMore: boolean; readonly nextCursor: string | null };
}

const GIVE_UP_AFTER_MS = 60_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** A real client of the real API: any of its processes, which may die at any moment, asked again until one answers. */
export class ApiClient {
  readonly #urlsFile: string;
  readonly #key: string;
  readonly #choices: Choices;
  /** Requests that failed on the way, because the API process died. */
  failures = 0;

  constructor(urlsFile: string, key: string, choices: Choices) {
    this.#urlsFile = urlsFile;
    this.#key = key;
    this.#choices = choices;
  }

  async get<Body>(path: string, query: Readonly<Record<string, string | number | null>>): Promise<Answer<Body>> {
    const giveUpAtMs = Date.now() + GIVE_UP_AFTER_MS;
    for (;;) {
      const answer = await this.#try<Body>(path, query).catch((cause: unknown) => {
        if (cause instanceof UnexpectedAnswer || Date.now() > giveUpAtMs) throw cause;
        return null;
      });
      if (answer !== null) return answer;
      this.failures += 1;
      // A process that was killed is back within a second or two; the span only keeps the readers from knocking all at once.
      await wait(this.#choices.whole(20, 300));
    }
  }

  async #try<Body>(
    path: string,
    query: Readonly<Record<string, string | number | null>>,
  ): Promise<Answer<Body> | null> {
    const urls: readonly string[] = JSON.parse(readFileSync(this.#urlsFile, 'utf8'));
    if (urls.length === 0) return null;
    const url = new URL(path, this.#choices.pick(urls));
    for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, String(value));
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${this.#key}` },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    if (response.status === 410) return { kind: 'expired' };
    if (response.status === 429 || response.status === 503) return null;
    if (response.status !== 200)
      throw new UnexpectedAnswer(`${url.pathname}: ${response.status} ${await response.text()}`);
    return { kind: 'ok', body: (await response.json()) as Body }; // The contract's own tests prove the form.
  }
}

/** An answer that a client of the contract should never get here. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
}
