type Kind = 'comment' | 'string' | 'keyword' | 'name' | 'number';

interface Rule {
  readonly kind: Kind | null;
  readonly pattern: RegExp;
}

const WORDS =
  /\b(?:import|from|export|const|let|await|async|for|of|new|return|if|else|function|try|catch|throw|type|interface|instanceof|true|false|null|undefined|do|done|until|while|then|fi)\b/y;
const NUMBER = /-?\b\d[\d_]*(?:\.\d+)?\b/y;
const TEXT = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/y;
const OTHER: Rule = { kind: null, pattern: /[A-Za-z_$][\w$-]*|\s+|./y };

const PROGRAM: readonly Rule[] = [
  { kind: 'comment', pattern: /\/\/.*|\/\*[\s\S]*?\*\//y },
  { kind: 'string', pattern: TEXT },
  { kind: 'keyword', pattern: WORDS },
  { kind: 'number', pattern: NUMBER },
  OTHER,
];
const SHELL: readonly Rule[] = [
  { kind: 'comment', pattern: /(?<=^|\s)#.*/my },
  { kind: 'string', pattern: /"(?:[^"\\]|\\.)*"|'[^']*'/y },
  { kind: 'name', pattern: /\$\w+|(?<=^|\s)-{1,2}[A-Za-z][\w-]*/y },
  { kind: 'keyword', pattern: /\b(?:curl|npm|export|causeway|until|do|done|sleep)\b/y },
  OTHER,
];
const JSON_RULES: readonly Rule[] = [
  { kind: 'name', pattern: /"(?:[^"\\\n]|\\.)*"(?=\s*:)/y },
  { kind: 'string', pattern: /"(?:[^"\\\n]|\\.)*"/y },
  { kind: 'number', pattern: NUMBER },
  { kind: 'keyword', pattern: /\b(?:true|false|null)\b/y },
  OTHER,
];
const YAML: readonly Rule[] = [
  { kind: 'comment', pattern: /(?<=^|\s)#.*/my },
  { kind: 'name', pattern: /[\w.-]+(?=:(?:\s|$))/my },
  { kind: 'string', pattern: /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y },
  { kind: 'number', pattern: NUMBER },
  OTHER,
];

const LANGUAGES: Readonly<Record<string, readonly Rule[]>> = {
  ts: PROGRAM,
  typescript: PROGRAM,
  js: PROGRAM,
  sh: SHELL,
  bash: SHELL,
  json: JSON_RULES,
  yaml: YAML,
};

const LANGUAGE_OF_ENDING: Readonly<Record<string, string>> = { mjs: 'js', yml: 'yaml' };

/** The language of a file by the end of its name: one that `highlight` knows, or `text`. */
export function languageOf(path: string): string {
  const ending = /\.(\w+)$/.exec(path)?.[1] ?? '';
  const language = LANGUAGE_OF_ENDING[ending] ?? ending;
  return Object.hasOwn(LANGUAGES, language) ? language : 'text';
}

/** Code as HTML in which comments, texts and words of the language have classes. A language that is not known is only escaped. */
export function highlight(code: string, language: string): string {
  const rules = LANGUAGES[language];
  if (rules === undefined) return escapeHtml(code);
  let html = '';
  for (let at = 0; at < code.length; ) {
    const { kind, text } = nextToken(code, at, rules);
    html += kind === null ? escapeHtml(text) : `<span class="hl-${kind}">${escapeHtml(text)}</span>`;
    at += text.length;
  }
  return html;
}

function nextToken(
  code: string,
  at: number,
  rules: readonly Rule[],
): { readonly kind: Kind | null; readonly text: string } {
  for (const { kind, pattern } of rules) {
    pattern.lastIndex = at;
    const text = pattern.exec(code)?.[0];
    if (text !== undefined && text !== '') return { kind, text };
  }
  return { kind: null, text: code.charAt(at) };
}

/** Text that a browser shows as it is. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
