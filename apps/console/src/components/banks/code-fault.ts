/**
 * What is wrong with a code before the bank has seen it; null where it may be right. Only digits count, as with the server: banks write codes
 * in groups, some behind letters.
 */
export function findCodeFault(text: string, digits: number | null): string | null {
  if (digits === null) return null;
  const found = (text.match(/\p{Nd}/gu) ?? []).length;
  return found === digits ? null : `Codes of this bank have ${digits} digits; this has ${found}.`;
}
