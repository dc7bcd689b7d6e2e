import type { Answer, Caller, Schemas } from '../calls/caller.ts';

/** A connection that is fed by files, with what a test asks of it. */
export interface FileFeed {
  readonly connectionId: string;
  upload(
    file: string | Uint8Array<ArrayBuffer>,
    fields?: Readonly<Record<string, string>>,
  ): Promise<Answer<Schemas['SyncRun']>>;
  /** The same, for a file that must be taken in whole. */
  take(file: string | Uint8Array<ArrayBuffer>, fields?: Readonly<Record<string, string>>): Promise<Schemas['SyncRun']>;
  accounts(): Promise<Schemas['Account'][]>;
  transactions(): Promise<Schemas['Transaction'][]>;
  /** `amount status text` of every transaction, sorted. */
  lines(): Promise<string[]>;
}

let banks = 0;

/** Creates a connection to a bank that nobody knows, which only files can feed. */
export async function openFileFeed(
  caller: Caller,
  entityId: string,
  portalUrl = `https://bank-${++banks}.example/`,
): Promise<FileFeed> {
  const body = { entityId, portalUrl };
  const { id: connectionId } = await caller.get<Schemas['SetupConnection']>('createConnection', { body });
  const query = { connectionId };
  const upload: FileFeed['upload'] = (file, fields = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([file]), 'statement');
    return caller.call<Schemas['SyncRun']>('uploadConnectionFile', { path: { connectionId }, form });
  };
  const transactions = () => caller.all<Schemas['Transaction']>('listTransactions', { query });
  return {
    connectionId,
    upload,
    transactions,
    take: async (file, fields) => {
      const { body: run } = await upload(file, fields);
      if (run.status !== 'succeeded') throw new Error(`not taken in: ${JSON.stringify(run.error ?? run)}`);
      return run;
    },
    accounts: () => caller.all<Schemas['Account']>('listAccounts', { query }),
    lines: async () =>
      (await transactions()).map(({ amount, status, description }) => `${amount} ${status} ${description}`).sort(),
  };
}
