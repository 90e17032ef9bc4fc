import { Dialog } from '../../components/dialog.tsx';

/** Search and commands. */
export function CommandPalette({ onClose }: { onClose: () => void; onShowShortcuts: () => void }) {
  return (
    <Dialog label="Search and commands" width="lg" isTop onClose={onClose}>
      <p>…</p>
    </Dialog>
  );
}
