/** What of a definition keeps this installation from reading its bank: a connector, recipe or address that it does not have. */
export interface DefinitionGap {
  /** Dotted name of the property in the definition file. */
  readonly field: string;
  /** What stands there; null where nothing does. */
  readonly value: string | null;
  /** What could stand there, as it follows "must be". */
  readonly mustBe: string;
}

/** The gap of an institution whose definition has one. */
export interface UnreadInstitution {
  /** Name of its definition file. */
  readonly file: string;
  readonly gap: DefinitionGap;
}

/** As a clause that begins with the property. */
export function describeGap({ field, value, mustBe }: DefinitionGap): string {
  return `${field} must be ${mustBe}; it is ${value === null || value === '' ? 'missing' : `"${value}"`}`;
}
