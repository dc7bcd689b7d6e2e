/** The system's error code (`ENOENT`, `EACCES`, …) of a failed system call, or null when the value is something else. */
export function systemErrorCode(error: unknown): string | null {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return null;
}
