import type { FilePosition } from '../statement.ts';

/** One element of the part of a message that is held at a time, by its local name. */
export interface XmlElement {
  readonly name: string;
  readonly parent: XmlElement | null;
  readonly children: XmlElement[];
  /** Its own text, without that of children. */
  text: string;
  /** The `Ccy` attribute. */
  readonly currency: string | null;
  readonly line: number;
  readonly byteOffset: number;
}

/** The first child of this name, or null. */
export function findChild(element: XmlElement | null, name: string): XmlElement | null {
  if (element === null) return null;
  for (const child of element.children) {
    if (child.name === name) return child;
  }
  return null;
}

/** The direct children of that local name, in document order; none of an absent element. */
export function listChildren(element: XmlElement | null, name: string): XmlElement[] {
  return element === null ? [] : element.children.filter((child) => child.name === name);
}

/** The element at the end of a path of first children, or null. */
export function findDescendant(element: XmlElement | null, ...path: readonly string[]): XmlElement | null {
  let found = element;
  for (const name of path) found = findChild(found, name);
  return found;
}

/** The trimmed text at the end of a path, or null when it is absent or blank. */
export function findText(element: XmlElement | null, ...path: readonly string[]): string | null {
  const text = findDescendant(element, ...path)?.text.trim() ?? '';
  return text === '' ? null : text;
}

/** Where the element stands, with its path below the statement: `Ntry/Amt`. */
export function positionOf(element: XmlElement): FilePosition {
  let record = element.name;
  for (let parent = element.parent; parent !== null; parent = parent.parent) record = `${parent.name}/${record}`;
  return { byteOffset: element.byteOffset, line: element.line, record };
}
