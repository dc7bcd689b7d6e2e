import type { FilterStep } from '../../shell/routing/use-address.ts';

/** What is typed from coming to the field until leaving it is one step of the way back. */
export function createTypedStep() {
  let hasStep = false;
  return {
    begin: () => {
      hasStep = false;
    },
    next: (): FilterStep => {
      const step = hasStep ? 'replace' : 'push';
      hasStep = true;
      return step;
    },
  };
}
