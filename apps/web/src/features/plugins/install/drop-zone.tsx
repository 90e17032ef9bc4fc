import { Icon, showToast } from '@braindrive/plugin-sdk/ui';
import { IconUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { isArchiveName } from './choose-archive.ts';
import classes from './install.module.css';
import { useUpload } from './use-upload.ts';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes an archive that is dropped anywhere on the window, and shows that it would. */
export function DropZone() {
  const upload = useUpload();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    // Entering a child comes before leaving its parent, so both are counted.
    let depth = 0;
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const onOver = (event: DragEvent) => carriesFiles(event) && event.preventDefault();
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      if (isArchiveName(file.name)) upload(file);
      else showToast(`${file.name} is no plugin. Drop a .tgz or .zip archive.`);
    };
    const listeners = { dragenter: onEnter, dragleave: onLeave, dragover: onOver, drop: onDrop };
    for (const [type, listener] of Object.entries(listeners)) {
      window.addEventListener(type, listener as EventListener);
    }
    return () => {
      for (const [type, listener] of Object.entries(listeners)) {
        window.removeEventListener(type, listener as EventListener);
      }
    };
  }, [upload]);
  if (!isOver) return null;
  return (
    <div className={classes.drop} aria-hidden="true">
      <span className={classes.dropText}>
        <Icon of={IconUpload} size={20} />
        Drop the plugin to install it
      </span>
    </div>
  );
}
