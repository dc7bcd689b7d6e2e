/** What the exit code of every command means. */
export const EXIT_CODES = {
  done: 0,
  /** The command could not do what was asked; the message says why and what to do. */
  refused: 1,
  /** Settings or arguments cannot be used. */
  misused: 2,
} as const;
