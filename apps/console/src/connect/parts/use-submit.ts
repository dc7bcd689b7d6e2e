import { useRef, useState } from 'react';

/**
 * One sending of a form: whether it is under way, and why the last one failed. While it is, doing it again does nothing: the page shows so
 * later than a second click comes.
 */
export function useSubmit<Args extends readonly unknown[]>(work: (...args: Args) => Promise<void>) {
  const isUnderWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const run = async (...args: Args): Promise<void> => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setError(null);
    try {
      await work(...args);
    } catch (cause) {
      setError(cause);
    } finally {
      isUnderWay.current = false;
      setBusy(false);
    }
  };
  return { run, isBusy, error };
}
