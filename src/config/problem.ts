/** One setting that cannot be used: the variable, what is wrong with it and what to do. */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

/** Thrown when settings cannot be used; the message lists every one of them with its fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ variable, message }) => `${variable} ${message}`).join('\n'));
    this.problems = problems;
  }
}
