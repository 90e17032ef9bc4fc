import { Mark } from '@braindrive/plugin-sdk/ui';

/** The same shapes as in index.html, so that nothing jumps when React takes over. */
export function ShellSkeleton() {
  return (
    <div aria-hidden="true">
      <div className="bd-skeleton">
        <div className="bd-skeleton-rail">
          <Mark />
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
      <div className="bd-skeleton-brand">
        <Mark size={28} />
        BrainDrive
      </div>
    </div>
  );
}
