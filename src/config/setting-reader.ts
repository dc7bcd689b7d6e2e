import { isIP } from 'node:net';
import { AWS_KMS_KEY_ARN } from '../infra/vault/aws-kms-key.ts';
import type { ConfigProblem } from './problem.ts';
import { SETTINGS, type Variable } from './settings.ts';

/** Reads one setting after the other and notes what is wrong with each; what is read instead is never used. */
export class SettingReader {
  readonly problems: ConfigProblem[] = [];
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#environment = environment;
  }

  text(variable: Variable): string {
    const value = this.#environment[variable]?.trim();
    return value === undefined || value === '' ? SETTINGS[variable].fallback : value;
  }

  /** What is given, or null where nothing is. */
  ifGiven<T>(variable: Variable, read: (variable: Variable) => T): T | null {
    return this.text(variable) === '' ? null : read(variable);
  }

  integer(variable: Variable, min: number, max: number): number {
    const value = this.text(variable);
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= min && number <= max
      ? number
      : this.#complain(variable, `must be a whole number from ${min} to ${max}, not ${JSON.stringify(value)}.`, min);
  }

  choice<const Choice extends string>(variable: Variable, choices: readonly [Choice, ...Choice[]]): Choice {
    const value = this.text(variable);
    return (
      choices.find((choice) => choice === value) ??
      this.#complain(variable, `must be one of ${choices.join(', ')}.`, choices[0])
    );
  }

  url(variable: Variable): string {
    const value = this.text(variable).replace(/\/+$/, '');
    return URL.canParse(value) && /^https?:/.test(value)
      ? value
      : this.#complain(variable, 'must be a complete http or https URL.', value);
  }

  /** An address that links are made of by putting a path behind it, so that it may hold nothing that ends a path. */
  linkBase(variable: Variable): string {
    const url = this.url(variable);
    // The value may hold a password, so it is not repeated.
    const problem = 'must have no user, password, query or fragment: write it as https://causeway.example.com.';
    return /[?#]|^https?:[/\\]*[^/\\]*@/i.test(url) ? this.#complain(variable, problem, url) : url;
  }

  databaseUrl(variable: Variable): string | null {
    const value = this.text(variable);
    if (value === '') return null;
    // The value holds a password, so it is not repeated.
    return /^postgres(ql)?:/.test(value) && isDecodable(value)
      ? value
      : this.#complain(
          variable,
          'must be a URL such as postgres://user:password@host:5432/database. In user and password write %25 for %, %2F for /, %40 for @, %3A for :, %3F for ? and %23 for #.',
          null,
        );
  }

  /** Members of a list that commas separate. */
  list(variable: Variable): string[] {
    return this.text(variable)
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  }

  networks(variable: Variable): string[] {
    const networks = this.list(variable);
    const fix = 'must be addresses or networks such as 10.0.0.7 or 10.0.0.0/8, separated by commas.';
    return networks.every(isNetwork) ? networks : this.#complain(variable, fix, []);
  }

  domain(variable: Variable): string {
    const value = this.text(variable).toLowerCase();
    return /^(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/.test(value)
      ? value
      : this.#complain(variable, 'must be a domain such as inbox.example.com.', value);
  }

  secret(variable: Variable): string {
    const value = this.text(variable);
    // The value is not repeated.
    return value.length >= 16
      ? value
      : this.#complain(variable, 'must have at least 16 characters. Make one with: openssl rand -base64 32', value);
  }

  phoneNumbers(variable: Variable): string[] {
    const numbers = this.list(variable);
    return numbers.every((number) => /^\+\d{7,15}$/.test(number))
      ? numbers
      : this.#complain(variable, 'must be numbers such as +12025550143, separated by commas.', []);
  }

  keys(variable: Variable): string[] {
    const value = this.text(variable);
    const keys = value === '' ? [] : value.split(',').map((key) => key.trim());
    // The value is not repeated.
    if (variable === 'CAUSEWAY_MASTER_KEY' && keys.length > 1) {
      const fix = 'must be one key. Those in force before belong into CAUSEWAY_MASTER_KEY_PREVIOUS.';
      return this.#complain(variable, fix, []);
    }
    return keys.every(isMasterKey)
      ? keys
      : this.#complain(variable, 'must be 32 bytes in base64. Make one with: openssl rand -base64 32', []);
  }

  #complain<T>(variable: Variable, message: string, instead: T): T {
    this.problems.push({ variable, message });
    return instead;
  }
}

/** Whether a text is a URL whose user, password and name can be read: a "%" that begins no escape makes them unreadable. */
function isDecodable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, pathname } = new URL(text);
  try {
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32));
}

function isMasterKey(text: string): boolean {
  if (AWS_KMS_KEY_ARN.test(text)) return true;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text, 'base64').length === 32;
}
