/** The same shapes as in index.html, so that nothing jumps when React takes over. */
export function ShellSkeleton() {
  return (
    <div className="bd-skeleton" aria-hidden="true">
      <div className="bd-skeleton-rail">
        <span />
        <i />
        <i />
        <i />
      </div>
      <div className="bd-skeleton-side">
        <b />
        <i />
        <i />
        <i />
        <i />
        <i />
      </div>
      <div className="bd-skeleton-sheet" />
    </div>
  );
}
