import { createContext, type ReactNode, useContext } from 'react';
import { useRead } from '../../api/use-read.ts';
import { useTenancy } from './tenancy.tsx';

const AheadContext = createContext<number | null>(0);

/** Reads once for the whole page how far the environment's clock is ahead; moving it, and every event, has it read again. */
export function EnvironmentClock({ children }: { readonly children: ReactNode }) {
  const { environment, can } = useTenancy();
  const isVirtual = environment === 'test' && can('connections:read');
  const read = useRead('getEnvironmentClock', {}, { isWanted: isVirtual });
  const aheadMs = read.data === undefined ? null : read.data.advancedSeconds * 1_000;
  return <AheadContext value={isVirtual ? aheadMs : 0}>{children}</AheadContext>;
}

/** Milliseconds by which the environment's time is ahead of real time; null until that is known. Zero outside of the frame. */
export function useAheadMs(): number | null {
  return useContext(AheadContext);
}
