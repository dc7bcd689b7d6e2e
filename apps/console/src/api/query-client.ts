import { QueryClient } from '@tanstack/react-query';
import { CallError } from './call-error.ts';

const MAX_RETRIES = 2;
/** What was read within this time is shown again without asking. */
const FRESH_MS = 10_000;

/** What may pass by itself. Everything else is shown at once. */
function mayPass(error: unknown): boolean {
  return error instanceof CallError && (error.status === 503 || error.code === 'unreachable');
}

/** Only reads are tried again, and only where the server may come back; acts are never repeated by themselves. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (count, error) => count < MAX_RETRIES && mayPass(error),
        // The browser's own guess of being offline is wrong for installations within a network without the Internet.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
