import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useInstallView, useOperations } from '../use-operations.ts';
import { type FrameContent, InstallFrame } from './install-frame.tsx';
import { uploadStore } from './upload-store.ts';
import { useOperationContent } from './use-operation-content.tsx';
import { useSourceContent } from './use-source-content.tsx';
import { useUploadContent } from './use-upload-content.tsx';

/** The one install dialog: it asks for a source, sends a file, or follows an operation, in the same frame. */
export function InstallDialogHost() {
  const { view, close } = useInstallView();
  const operations = useOperations();
  const upload = useSyncExternalStore(uploadStore.subscribe, uploadStore.current);
  const operation =
    view.kind === 'operation'
      ? (operations.find(({ id }) => id === view.operationId) ?? null)
      : null;
  const seenId = useRef<string | null>(null);
  useEffect(() => {
    if (operation !== null) seenId.current = operation.id;
    // One that ended before the page was loaded is known to nobody any more. One that was seen is put away by
    // whoever leads on from it, so closing here would undo where they went.
    const isUnknown =
      view.kind === 'operation' && operation === null && view.operationId !== seenId.current;
    if (isUnknown || operation?.state === 'cancelled') close();
  });

  const ofSource = useSourceContent();
  const ofUpload = useUploadContent(upload);
  const ofOperation = useOperationContent(operation);
  const content: FrameContent | null =
    ofUpload ?? ofOperation ?? (view.kind === 'source' ? ofSource : null);
  return content === null ? null : <InstallFrame {...content} />;
}
