/** What a bank demands of a new password. */
export interface PasswordRules {
  readonly minLength: number;
  readonly maxLength: number;
  /** Characters of these kinds are used, and each kind at least once. */
  readonly kinds: readonly CharacterKind[];
  /** Special characters that the bank takes; those that nearly all take when left out. */
  readonly specials?: string;
}

export type CharacterKind = 'lower' | 'upper' | 'digit' | 'special';

/** Nobody types it, so it is as long as the bank takes, up to here: with letters alone that is some 130 bits. */
const USUAL_LENGTH = 24;
const KINDS: Readonly<Record<Exclude<CharacterKind, 'special'>, string>> = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digit: '0123456789',
};
/** None of them means anything to a form, a shell or a database, so that no bank's portal damages it. */
const USUAL_SPECIALS = '-_.!*';
/** Most drawings hit at once; rules that none of so many meets can be met by no password worth the name. */
const MOST_DRAWINGS = 10_000;

/**
 * A password that meets the rules and holds none of the words, such as the user's name. `randomBytes` gives that many
 * unpredictable bytes. Throws RangeError where the rules contradict themselves.
 */
export function choosePassword(
  rules: PasswordRules,
  avoid: readonly string[],
  randomBytes: (count: number) => Uint8Array,
): string {
  const sets = listSets(rules);
  const alphabet = sets.join('');
  const length = Math.min(Math.max(USUAL_LENGTH, rules.minLength), rules.maxLength);
  const words = avoid.filter((word) => word !== '').map((word) => word.toLowerCase());
  for (let drawing = 0; drawing < MOST_DRAWINGS; drawing += 1) {
    const password = draw(alphabet, length, randomBytes);
    // Drawing all of it anew leaves every password that is left as likely as the others.
    const isGood = sets.every((set) => [...password].some((character) => set.includes(character)));
    if (isGood && !words.some((word) => password.toLowerCase().includes(word))) return password;
  }
  throw new RangeError('password rules: no password was found that meets them; correct them in the recipe');
}

/** Throws RangeError, naming the fault, where no password can meet the rules. */
export function checkPasswordRules(rules: PasswordRules): void {
  listSets(rules);
}

function listSets({ minLength, maxLength, kinds, specials = USUAL_SPECIALS }: PasswordRules): string[] {
  const sets = [...new Set(kinds)].map((kind) => (kind === 'special' ? specials : KINDS[kind]));
  if (sets.length === 0 || sets.includes('')) throw new RangeError('password rules: kinds must name characters');
  if (minLength > maxLength) throw new RangeError('password rules: minLength must not be more than maxLength');
  if (maxLength < sets.length) throw new RangeError('password rules: maxLength must leave room for one of each kind');
  return sets;
}

function draw(alphabet: string, length: number, randomBytes: (count: number) => Uint8Array): string {
  // Bytes over the last whole multiple of the alphabet would make its first characters likelier.
  const usable = 256 - (256 % alphabet.length);
  let password = '';
  while (password.length < length)
    for (const byte of randomBytes(length))
      if (byte < usable && password.length < length) password += alphabet.charAt(byte % alphabet.length);
  return password;
}
