import type { Target } from '../recipe.ts';

/** A target in words, for messages. */
export function describeTarget(target: Target): string {
  const where = target.within === undefined ? '' : ` in ${describeTarget(target.within)}`;
  if ('role' in target) {
    const words = target.name ?? target.hasText;
    return `${target.role}${words === undefined ? '' : ` "${words}"`}${where}`;
  }
  if ('label' in target) return `field "${target.label}"${where}`;
  return `text "${target.text}"${where}`;
}
