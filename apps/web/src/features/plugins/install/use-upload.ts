import type { PluginOperation } from '@braindrive/contracts';
import { useCallback } from 'react';
import { trpc } from '../../../trpc.ts';
import { applyOperation } from '../plugin-cache.ts';
import { useInstallView } from '../use-operations.ts';
import { uploadPlugin } from './upload-archive.ts';
import { uploadStore } from './upload-store.ts';

/** Sends an archive to the host and follows the install that comes of it. */
export function useUpload(): (file: File) => void {
  const utils = trpc.useUtils();
  const { follow } = useInstallView();
  return useCallback(
    (file: File) => {
      const stop = new AbortController();
      uploadStore.set({
        fileName: file.name,
        sentBytes: 0,
        totalBytes: file.size,
        error: null,
        cancel: () => {
          stop.abort();
          uploadStore.set(null);
        },
      });
      const begun = (operation: PluginOperation) => {
        applyOperation(utils, operation);
        uploadStore.set(null);
        follow(operation);
      };
      uploadPlugin(file, {
        signal: stop.signal,
        onProgress: (sentBytes) => uploadStore.update({ sentBytes }),
      }).then(begun, (error: unknown) => {
        if (!stop.signal.aborted) uploadStore.update({ error });
      });
    },
    [utils, follow],
  );
}
