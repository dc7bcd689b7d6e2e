import type { OutboundFailure } from './describe-failure.ts';

/** A POST to an address that a customer gave. */
export interface OutboundRequest {
  readonly url: string;
  /** Neither the host nor what frames the message may be among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Bound on the whole exchange. */
  readonly timeoutMs: number;
  /** Bytes of the answer that are read. */
  readonly maxBodyBytes: number;
  /** Ends the exchange early; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What came of it. A redirect is an answer like any other and never followed, as it could lead anywhere. */
export type OutboundOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Names in lower case; values of one name joined by ", ". */
      readonly headers: Readonly<Record<string, string>>;
      /** The beginning of the answer; `isCut` when there was more of it. */
      readonly body: Uint8Array;
      readonly isCut: boolean;
    }
  | ({ readonly kind: 'failed' } & OutboundFailure);
