import type { Json } from '../contract/api-document.ts';

/** The samples stand in a narrow column. */
const MAX_LINE = 60;

/** A value as TypeScript: single quotes, bare names of properties, broken where a line would be too long. */
export function printLiteral(value: Json, indent = ''): string {
  const line = printOnOneLine(value);
  if (line.length + indent.length <= MAX_LINE) return line;
  const deeper = `${indent}  `;
  if (isList(value)) return `[\n${value.map((item) => `${deeper}${printLiteral(item, deeper)},\n`).join('')}${indent}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([name, item]) => `${deeper}${printName(name)}: ${printLiteral(item, deeper)},\n`,
    );
    return `{\n${entries.join('')}${indent}}`;
  }
  return line;
}

function printOnOneLine(value: Json): string {
  if (typeof value === 'string') return printText(value);
  if (isList(value)) return `[${value.map(printOnOneLine).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, item]) => `${printName(name)}: ${printOnOneLine(item)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return String(value);
}

function printText(text: string): string {
  // JSON's escapes are also those of TypeScript; only the quotes change sides.
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function printName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : printText(name);
}

/** `Array.isArray` does not narrow to a list that cannot be written to. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
