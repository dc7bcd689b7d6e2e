import { EmbeddedPostgresError } from './errors.ts';

/** PostgreSQL settings by name, for instance `{ fsync: 'off' }` in a test. */
export type ServerSettings = Readonly<Record<string, string>>;

/** Sized for a small machine; what a commit reports as done is on the disk. */
const DEFAULT_SETTINGS: ServerSettings = {
  shared_buffers: '64MB',
  max_connections: '100',
  fsync: 'on',
  synchronous_commit: 'on',
  // The programs carry no LLVM.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] ',
  // Failed statements go to the program that sent them. Their text and values (account numbers, names) stay out of the log,
  // which keeps what concerns the server itself: starts, crashes, recovery, refused sign-ins.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/**
 * The arguments that make the server run with these settings on this port. It listens on 127.0.0.1 only and makes no
 * Unix socket, whose path would be limited to about a hundred bytes.
 */
export function buildServerArguments(folder: string, port: number, settings: ServerSettings): string[] {
  const fixed: ServerSettings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    logging_collector: 'off',
  };
  const all = { ...DEFAULT_SETTINGS, ...settings, ...fixed };
  return ['-D', folder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** Refuses what is no setting name and what the supervisor decides itself. */
export function checkSettings(settings: ServerSettings): void {
  const reserved = ['listen_addresses', 'port', 'unix_socket_directories', 'logging_collector', 'data_directory'];
  for (const [name, value] of Object.entries(settings)) {
    const acceptable = /^[a-z_][a-z0-9_.]*$/.test(name) && !value.includes('\0') && !reserved.includes(name);
    if (acceptable) continue;
    throw new EmbeddedPostgresError({
      code: 'bad-setting',
      problem: `"${name}" cannot be set on the embedded database.`,
      fix: `Use a lower-case PostgreSQL setting name other than ${reserved.join(', ')}.`,
    });
  }
}
