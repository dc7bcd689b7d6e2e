/**
 * How a secret may stand somewhere: as it is in any case, in hex, in base64 of whatever precedes it, percent-encoded, as JSON writes
 * it, or backwards.
 */
function formsOf(secret: string): readonly { readonly text: string; readonly anyCase: boolean }[] {
  const bytes = Buffer.from(secret);
  // Base64 turns three bytes into four characters, so where they begin decides; the edges depend on the neighbours.
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
  const plain = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    [...secret].reverse().join(''),
  ];
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  return [
    ...[...plain, bytes.toString('hex'), percent].map((text) => ({ text: text.toLowerCase(), anyCase: true })),
    ...inBase64.flatMap((text) => [
      { text, anyCase: false },
      { text: text.replaceAll('+', '-').replaceAll('/', '_'), anyCase: false },
    ]),
  ];
}

/** Where secrets stand, as `secret in place`; both are given by names. */
export function findCanaries(
  places: ReadonlyMap<string, string>,
  canaries: Readonly<Record<string, string>>,
): string[] {
  const found: string[] = [];
  const forms = Object.entries(canaries).map(([name, secret]) => ({ name, forms: formsOf(secret) }));
  for (const [place, text] of places) {
    const lower = text.toLowerCase();
    for (const canary of forms)
      if (canary.forms.some((form) => (form.anyCase ? lower : text).includes(form.text)))
        found.push(`${canary.name} in ${place}`);
  }
  return found;
}
