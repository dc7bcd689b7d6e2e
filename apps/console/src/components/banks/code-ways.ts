/** Where codes can be sent to a delegated user so that nobody has to pass them on; null where there is no such place. */
export interface CodePlaces {
  readonly email: string | null;
  readonly phoneNumber: string | null;
}

/** What to choose where the bank's form asks how codes arrive; null where either way a person has to give them. */
export function adviseOnCodeWay({ email, phoneNumber }: CodePlaces): string | null {
  const ways = [...(email === null ? [] : ['e-mail']), ...(phoneNumber === null ? [] : ['text message'])];
  return ways.length === 0 ? null : `If it asks how one-time codes arrive, choose ${ways.join(' or ')}.`;
}

/** Whether the place that a bank has sent a code to is one of them. Banks show it in part: the domain of an address, the end of a number. */
export function isCodeReadForUser(
  { type, destinationMasked }: { readonly type: string; readonly destinationMasked: string | null },
  { email, phoneNumber }: CodePlaces,
): boolean {
  const shown = destinationMasked ?? '';
  if (type === 'emailCode') return /@.+$/.test(shown) && email?.split('@')[1] === shown.split('@')[1];
  const [end] = /\d{2,}$/.exec(shown) ?? [];
  return type === 'smsCode' && end !== undefined && phoneNumber?.endsWith(end) === true;
}
