import packageJson from '../package.json' with { type: 'json' };

/** Version of the running software. */
export const VERSION: string = packageJson.version;
