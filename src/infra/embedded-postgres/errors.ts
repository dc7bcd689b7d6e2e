export type EmbeddedPostgresErrorCode =
  | 'unsupported-platform'
  | 'binaries-missing'
  | 'binaries-unusable'
  | 'already-running'
  | 'owned-by-another-user'
  | 'no-server-user'
  | 'unreachable-folder'
  | 'version-mismatch'
  | 'password-missing'
  | 'bad-data-directory'
  | 'bad-setting'
  | 'port-busy'
  | 'initdb-failed'
  | 'start-failed'
  | 'stop-failed';

export interface EmbeddedPostgresErrorDetails {
  readonly code: EmbeddedPostgresErrorCode;
  /** What is wrong, with the path, process or port it concerns. */
  readonly problem: string;
  /** What the reader can do about it. */
  readonly fix: string;
  readonly pid?: number;
  readonly port?: number;
  readonly cause?: unknown;
}

/** Every way the embedded server can refuse. Decide by `code`; `message` is the problem followed by the fix. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;
  readonly fix: string;
  readonly pid: number | undefined;
  readonly port: number | undefined;

  constructor(details: EmbeddedPostgresErrorDetails) {
    super(`${details.problem} ${details.fix}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'EmbeddedPostgresError';
    this.code = details.code;
    this.fix = details.fix;
    this.pid = details.pid;
    this.port = details.port;
  }
}
