/**
 * What programs of the project are started with in tests: nothing of this process's settings, but the compiled modules that
 * an earlier start has left, which spare two thirds of the time of a start.
 */
export const PROGRAM_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
};
