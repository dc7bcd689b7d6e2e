/** What may be typed on the pages of a link. */
export type DraftField = 'bank' | 'portalUrl' | 'bankCustomerId' | 'bankUsername' | 'password' | 'totpSecret';

const SECRET: ReadonlySet<DraftField> = new Set(['password', 'totpSecret']);

/** What was typed, so that it is there again after a way back and a login that was refused. */
export interface Draft {
  read(field: DraftField): string | undefined;
  write(field: DraftField, text: string): void;
  /** After they were handed over: nothing needs them here any more. */
  dropSecrets(): void;
  forget(): void;
}

/**
 * Keeps secrets in memory alone, the rest also for a reload of this tab. `storage` throws where the browser keeps nothing for a page in a
 * frame of another site; memory has to do then.
 */
export function createDraft(
  sessionId: string,
  storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): Draft {
  const name = `causeway.connect.${sessionId}.draft`;
  const texts = new Map<string, string>(readKept(name, storage));
  const keep = () => {
    const open = [...texts].filter(([field]) => !SECRET.has(field as DraftField)); // Its own keys.
    attempt(() => storage().setItem(name, JSON.stringify(Object.fromEntries(open))));
  };
  return {
    read: (field) => texts.get(field),
    write: (field, text) => {
      texts.set(field, text);
      keep();
    },
    dropSecrets: () => {
      for (const field of SECRET) texts.delete(field);
    },
    forget: () => {
      texts.clear();
      attempt(() => storage().removeItem(name));
    },
  };
}

function readKept(name: string, storage: () => Pick<Storage, 'getItem'>): [string, string][] {
  const kept: unknown = attempt(() => JSON.parse(storage().getItem(name) ?? '{}'));
  return Object.entries(Object(kept)).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

/** Null where the browser does not let the page keep anything. */
function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
