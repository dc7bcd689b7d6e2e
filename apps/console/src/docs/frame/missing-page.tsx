/** Shown for an address that no page has. */
export function MissingPage() {
  return (
    <div className="plain-page">
      <p className="kicker">Not found</p>
      <h1 tabIndex={-1}>There is no such page</h1>
      <p>
        It may have been renamed. <a href="/docs">Begin at the start</a>, or search with Ctrl K.
      </p>
    </div>
  );
}
