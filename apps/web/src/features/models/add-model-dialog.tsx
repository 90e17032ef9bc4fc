import { Dialog, errorReportOf, TextField } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { usePullByAddress } from './use-library.ts';

/** Fetches a model that is not in the list: by hub address, link, file path, or the server's own name for it. */
export function AddModelDialog({
  connectionId,
  hasCatalogue,
  onClose,
}: {
  connectionId: string;
  /** Without a list of its own, the server takes names. */
  hasCatalogue: boolean;
  onClose: () => void;
}) {
  const [source, setSource] = useState('');
  const pull = usePullByAddress(connectionId);
  const example = hasCatalogue ? 'hf:owner/repository/model.gguf' : 'qwen3:4b';
  return (
    <Dialog title="Add a model" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (source.trim() !== '') {
            pull.mutate({ connectionId, source: source.trim() }, { onSuccess: onClose });
          }
        }}
      >
        <TextField
          label={hasCatalogue ? 'Address or path of a GGUF file' : 'Name of the model'}
          placeholder={example}
          help={
            hasCatalogue
              ? 'A Hugging Face address, an https link, or an absolute path on the machine that runs BrainDrive. A file on this machine is used where it lies.'
              : 'As the server calls it, with its tag.'
          }
          value={source}
          error={pull.isError ? errorReportOf(pull.error).message : undefined}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setSource(event.currentTarget.value);
            pull.reset();
          }}
        />
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={pull.isPending}
            disabled={source.trim() === ''}
          >
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
