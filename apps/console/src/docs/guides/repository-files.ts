const PREFIX = /^(?:\.\.\/)+/;

const files = Object.entries(
  import.meta.glob<string>('../../../../../examples/**/*', { query: '?raw', import: 'default' }),
).map(([path, read]) => [path.replace(PREFIX, ''), read] as const);

/** Files of the repository that guides lead to, by their path. Each is built into a script of its own, which is loaded when it is read. */
export const repositoryFiles: ReadonlyMap<string, () => Promise<string>> = new Map(files);
