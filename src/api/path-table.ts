import type { ContractOperation } from './contract/contract.ts';

/** Tells which methods a path has, for 405 answers. */
export type PathTable = (path: string) => readonly string[];

/** A lookup of methods by path; empty for a path that no operation has. A literal segment wins over a parameter, as in routing. */
export function createPathTable(operations: readonly ContractOperation[]): PathTable {
  const methodsByTemplate = new Map<string, string[]>();
  for (const { path, method } of operations)
    methodsByTemplate.set(path, [...(methodsByTemplate.get(path) ?? []), method]);
  const templates = [...methodsByTemplate].map(([template, methods]) => ({ segments: template.split('/'), methods }));
  templates.sort((a, b) => parameterPlaces(a.segments).localeCompare(parameterPlaces(b.segments)));
  return (path) => {
    const segments = path.split('/');
    return templates.find((template) => fits(template.segments, segments))?.methods ?? [];
  };
}

/** Text that sorts a template with literals further left before one with parameters there. */
function parameterPlaces(segments: readonly string[]): string {
  return segments.map((segment) => (segment.startsWith('{') ? '1' : '0')).join('');
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false;
  return template.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]));
}
