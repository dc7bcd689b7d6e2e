import { TRANSFER_BOUNDS } from '../../domain/files/transfer-bounds.ts';

/** How much clients may take. Times in milliseconds. */
export interface HttpBounds {
  /** For the request line and the headers. */
  readonly headersMs: number;
  /** For a body of JSON, from the end of the headers. */
  readonly bodyMs: number;
  /** The same where no credential is asked for, such as at a sign-in. */
  readonly anonymousBodyMs: number;
  /** Requests of one network without a credential whose bodies are waited for at the same time. */
  readonly maxAnonymousBodies: number;
  /** For a whole request with its body; a large upload over a slow line has to fit in. */
  readonly requestMs: number;
  /** Without a byte in either direction while one is due. */
  readonly stallMs: number;
  readonly keepAliveMs: number;
  /** How often all these are looked at. */
  readonly checkMs: number;
  /** For working off a request once it has come, uploads and live streams apart. */
  readonly handlerMs: number;
  /** Slowest upload that is waited for, on average after the first while. */
  readonly minUploadBytesPerSecond: number;
  readonly uploadGraceMs: number;
  readonly maxHeaders: number;
  readonly maxRequestsPerConnection: number;
  readonly maxConnections: number;
  /** Connections from one address that is no trusted proxy. */
  readonly maxConnectionsPerAddress: number;
  /** Addresses and networks that may say for whom they ask, in X-Forwarded-For. */
  readonly trustedProxies: readonly string[];
  /** Requests of one key that one process works on at the same time; 0 for any number. */
  readonly maxRequestsPerKey: number;
  readonly maxStreamsPerKey: number;
  /** Requests in work in one process, uploads and live streams apart, before further ones are shed. */
  readonly maxRequestsInWork: number;
  /** How late the process may be with everything before requests are shed. */
  readonly maxDelayMs: number;
}

export const DEFAULT_BOUNDS: HttpBounds = {
  headersMs: 20_000,
  bodyMs: 30_000,
  anonymousBodyMs: 5_000,
  maxAnonymousBodies: 16,
  requestMs: TRANSFER_BOUNDS.longestMs,
  stallMs: 60_000,
  keepAliveMs: 75_000,
  checkMs: 1_000,
  handlerMs: 60_000,
  minUploadBytesPerSecond: TRANSFER_BOUNDS.leastBytesPerSecond,
  uploadGraceMs: TRANSFER_BOUNDS.graceMs,
  maxHeaders: 100,
  maxRequestsPerConnection: 100_000,
  maxConnections: 10_000,
  maxConnectionsPerAddress: 2_000,
  trustedProxies: [],
  maxRequestsPerKey: 100,
  maxStreamsPerKey: 100,
  maxRequestsInWork: 250,
  maxDelayMs: 1_000,
};
