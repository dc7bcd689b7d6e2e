import { rm } from 'node:fs/promises';

/** A browser may put a file there a moment after it has said that it is done, and then the folder is not empty. */
const RETRIES = { maxRetries: 10, retryDelay: 50 };

/** Removes a folder that a browser wrote to, with all that is in it; one that is gone is no fault. */
export function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, ...RETRIES });
}
