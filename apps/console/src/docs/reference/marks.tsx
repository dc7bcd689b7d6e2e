import type { Method } from '../contract/api-operation.ts';

/** `DELETE` is shortened to `DEL`: the marks of a list stand in one narrow column. */
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

/** Beside a field that must be there. */
export function RequiredMark() {
  return <span className="mark mark-required">required</span>;
}

/** Beside a field that is sent and never shown again. */
export function WriteOnlyMark() {
  return <span className="mark">write only</span>;
}
