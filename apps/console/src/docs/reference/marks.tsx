import type { Method } from '../contract/api-operation.ts';

export function MethodMark({ method }: { readonly method: Method | 'EVENT' }) {
  return <span className={`method method-${method.toLowerCase()}`}>{method === 'DELETE' ? 'DEL' : method}</span>;
}

/** Says that the public Waycore API does not have this. */
export function ExtensionMark() {
  return (
    <span
      className="mark mark-extension"
      title="Beyond the public Waycore API: a client of the compatible core can ignore it"
    >
      extension
    </span>
  );
}

export function RequiredMark() {
  return <span className="mark mark-required">required</span>;
}

export function WriteOnlyMark() {
  return <span className="mark">write only</span>;
}
