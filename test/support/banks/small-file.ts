/** A BAI2 file of one day with rows of its own, made for tests. Every call with another `salt` gives other rows. */
export function smallBai2File(rowCount: number, salt = 'A'): string {
  const rows = Array.from({ length: rowCount }, (_, index) => `16,451,${100 + index},0,,,PURCHASE ${salt} ${index}/`);
  return [
    '01,BANK,CLIENT,261121,0600,1,80,1,2/',
    '02,CLIENT,BANK,1,261120,2359,USD,2/',
    '03,000123454410,USD,,,,/',
    ...rows,
    `49,0,${rows.length + 2}/`,
    `98,0,1,${rows.length + 4}/`,
    `99,0,1,${rows.length + 6}/`,
    '',
  ].join('\n');
}

/** The form of an upload. */
export function fileForm(content: string, fields: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([content]), 'statement.bai');
  return form;
}
