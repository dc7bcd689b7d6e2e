/** Every environment variable with its default and meaning; the documentation lists the same. */
export const SETTINGS = {
  DATABASE_URL: { fallback: '', meaning: 'PostgreSQL 15 or newer, as postgres://…; empty means the embedded server' },
  CAUSEWAY_DATABASE_ROLE_PASSWORD: {
    fallback: '',
    meaning:
      'password of the two database roles that serve requests and do syncs; empty makes one of that in DATABASE_URL',
  },
  CAUSEWAY_DATABASE_POOL: { fallback: '10', meaning: 'database connections a process opens at most' },
  CAUSEWAY_DATA_DIR: {
    fallback: '.causeway',
    meaning: 'folder of the embedded database, the evidence and the key file',
  },
  CAUSEWAY_HOST: { fallback: '127.0.0.1', meaning: 'address the API listens on' },
  CAUSEWAY_PORT: { fallback: '4080', meaning: 'port the API listens on; 0 takes a free one' },
  CAUSEWAY_PUBLIC_URL: {
    fallback: '',
    meaning: 'where people reach the installation, as https://…; links are made of it. Empty means where it listens',
  },
  CAUSEWAY_METRICS_HOST: { fallback: '127.0.0.1', meaning: 'address the metrics are served at' },
  CAUSEWAY_METRICS_PORT: {
    fallback: '',
    meaning: 'port the metrics are served at; 0 takes a free one, empty means that none are',
  },
  CAUSEWAY_LOG_LEVEL: { fallback: 'info', meaning: 'debug, info, warn, error or silent' },
  CAUSEWAY_MASTER_KEY: {
    fallback: '',
    meaning:
      '32 random bytes in base64, or the ARN of an AWS KMS key, that protect all secrets; empty means a key file',
  },
  CAUSEWAY_MASTER_KEY_PREVIOUS: {
    fallback: '',
    meaning: 'master keys that still open what they have protected, separated by commas',
  },
  CAUSEWAY_CURSOR_KEY_NUMBER: {
    fallback: '1',
    meaning: 'key of new cursors, 1 to 255; raise it by one to change the key',
  },
  CAUSEWAY_INSTITUTIONS_DIR: { fallback: 'institutions', meaning: 'folder of the institution definitions' },
  CAUSEWAY_DEMO_BANK_URL: { fallback: 'http://127.0.0.1:4090', meaning: 'where the demo bank listens' },
  CAUSEWAY_ERROR_DOCS_URL: {
    fallback: '',
    meaning: 'page that explains the error codes; errors link to it. Empty means /docs/errors of this installation',
  },
  CAUSEWAY_MAX_UPLOAD_BYTES: { fallback: '1073741824', meaning: 'largest bank file that can be uploaded' },
  CAUSEWAY_RATE_LIMIT_PER_KEY: {
    fallback: '1000',
    meaning: 'requests a second that a key may send, on average over the window; 0 for no limit',
  },
  CAUSEWAY_RATE_LIMIT_PER_ORGANIZATION: {
    fallback: '4000',
    meaning: 'the same for all keys of an organization together',
  },
  CAUSEWAY_RATE_WINDOW_SECONDS: { fallback: '10', meaning: 'length of the window that rates are averaged over' },
  CAUSEWAY_FAILED_KEY_LIMIT: {
    fallback: '300',
    meaning: 'requests a minute from one address whose key is refused; further ones get 429. 0 for no limit',
  },
  CAUSEWAY_TRUSTED_PROXIES: {
    fallback: '',
    meaning: 'addresses or networks of reverse proxies, separated by commas, whose X-Forwarded-For is believed',
  },
  CAUSEWAY_MAX_CONNECTIONS: { fallback: '10000', meaning: 'connections that an API process has open at most' },
  CAUSEWAY_MAX_CONNECTIONS_PER_ADDRESS: {
    fallback: '2000',
    meaning: 'the same from one address that is no trusted proxy',
  },
  CAUSEWAY_MAX_REQUESTS_PER_KEY: {
    fallback: '100',
    meaning: 'requests of one key that an API process works on at the same time; 0 for any number',
  },
  CAUSEWAY_MAX_STREAMS_PER_KEY: {
    fallback: '100',
    meaning: 'live streams of one key that an API process has open at most; 0 for any number',
  },
  CAUSEWAY_MAX_REQUESTS_IN_WORK: {
    fallback: '250',
    meaning: 'requests that an API process works on at the same time; further ones get 503',
  },
  CAUSEWAY_MAX_DELAY_MS: {
    fallback: '1000',
    meaning: 'how late an API process may be with everything before further requests get 503',
  },
  CAUSEWAY_REQUEST_TIMEOUT_MS: { fallback: '60000', meaning: 'longest time for working off a request' },
  CAUSEWAY_STATEMENT_TIMEOUT_MS: {
    fallback: '300000',
    meaning: 'longest time for one statement of a request or a run in the database; 0 for no bound',
  },
  CAUSEWAY_FILE_ROOT: {
    fallback: '',
    meaning: 'folder below which folders can be watched for bank files; empty means that none can',
  },
  CAUSEWAY_SFTP_PRIVATE_HOSTS: {
    fallback: '',
    meaning: 'SFTP hosts, separated by commas, that may have an address of this machine or of a private network',
  },
  CAUSEWAY_WEBHOOK_LOOPBACK: {
    fallback: 'false',
    meaning: 'true lets webhooks go to this machine, also over plain HTTP; for development only',
  },
  CAUSEWAY_WORKER_CONCURRENCY: {
    fallback: '4',
    meaning: 'syncs of one organization that a worker runs at the same time; one more is for the others',
  },
  CAUSEWAY_LEASE_TTL_MS: { fallback: '30000', meaning: 'time after which a dead worker loses its connection' },
  CAUSEWAY_AUDIT_RETENTION_DAYS: { fallback: '400', meaning: 'days that audit entries are kept, 90 to 36500' },
  CAUSEWAY_SCHEDULE_INTERVAL_MS: { fallback: '5000', meaning: 'time between two looks for due syncs' },
  CAUSEWAY_BROWSER_PATH: {
    fallback: '',
    meaning: 'Chrome or Chromium program; carried means the one from npm, empty looks for an installed one first',
  },
  CAUSEWAY_BROWSER_SANDBOX: {
    fallback: 'auto',
    meaning: 'auto or required; required uses no browser that cannot seal its tabs off',
  },
  CAUSEWAY_BROWSER_MAX_SESSIONS: { fallback: '16', meaning: 'bank portals that a worker has open at the same time' },
  CAUSEWAY_BROWSER_MAX_MEMORY_BYTES: {
    fallback: '1073741824',
    meaning: 'memory of the browser with all its sessions; further ones wait',
  },
  CAUSEWAY_BROWSER_IDLE_MS: { fallback: '60000', meaning: 'time after which an unused browser is ended' },
  CAUSEWAY_MAIL_DOMAIN: {
    fallback: '',
    meaning: 'domain of the mailboxes of delegated users; empty means that no mail is taken',
  },
  CAUSEWAY_MAIL_HOST: { fallback: '127.0.0.1', meaning: 'address the mail server listens on' },
  CAUSEWAY_MAIL_PORT: { fallback: '2525', meaning: 'port the mail server listens on; 0 takes a free one' },
  CAUSEWAY_SMS_SECRET: {
    fallback: '',
    meaning: 'secret that text messages come with; empty means that none are taken',
  },
  CAUSEWAY_SMS_HOST: { fallback: '127.0.0.1', meaning: 'address at which text messages are taken' },
  CAUSEWAY_SMS_PORT: { fallback: '4085', meaning: 'port at which text messages are taken; 0 takes a free one' },
  CAUSEWAY_SMS_NUMBERS: {
    fallback: '',
    meaning: 'phone numbers for delegated users, separated by commas, each for one connection',
  },
  CAUSEWAY_DELEGATED_FIRST_NAME: { fallback: 'Causeway', meaning: 'first name of delegated users' },
  CAUSEWAY_DELEGATED_LAST_NAME: { fallback: 'Service', meaning: 'last name of delegated users' },
  CAUSEWAY_DELEGATED_ADDRESS: {
    fallback: '1 Example Street, London, United Kingdom',
    meaning: 'postal address of delegated users, for banks that ask for one',
  },
} as const satisfies Record<string, { fallback: string; meaning: string }>;

export type Variable = keyof typeof SETTINGS;
