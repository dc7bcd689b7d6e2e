import { useEffect, useState } from 'react';

/** A time span as `4:05`, minutes and seconds, rounded up to the second. */
export function formatRemaining(remainingMs: number): string {
  const seconds = Math.ceil(remainingMs / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Milliseconds of real time until an instant, each second anew; none once it is over. */
export function useRemainingMs(until: string): number {
  const [remainingMs, setRemainingMs] = useState(() => readRemainingMs(until));
  useEffect(() => {
    setRemainingMs(readRemainingMs(until));
    const timer = setInterval(() => setRemainingMs(readRemainingMs(until)), 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return remainingMs;
}

function readRemainingMs(until: string): number {
  return Math.max(0, Date.parse(until) - Date.now());
}
