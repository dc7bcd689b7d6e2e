import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

interface TestKey {
  readonly key: string;
  setKey(key: string): void;
}

const Context = createContext<TestKey>({ key: '', setKey: () => undefined });

/** Holds the key that the reader typed, in memory only: it is gone with the page. */
export function TestKeyProvider({ children }: { readonly children: ReactNode }) {
  const [key, setKey] = useState('');
  const value = useMemo(() => ({ key, setKey }), [key]);
  return <Context value={value}>{children}</Context>;
}

/** The key that samples are filled in with; it stays in this page. */
export function useTestKey(): TestKey {
  return useContext(Context);
}
