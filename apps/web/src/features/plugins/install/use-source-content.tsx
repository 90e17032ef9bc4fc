import { Button } from '@mantine/core';
import { IconPuzzle } from '@tabler/icons-react';
import { useState } from 'react';
import { parseInstallSource } from '../install-source.ts';
import { GlyphTile } from '../plugin-tile.tsx';
import { useBeginOperation, useInstallView } from '../use-operations.ts';
import classes from './install.module.css';
import type { FrameContent } from './install-frame.tsx';
import { InstallSteps, waitingSteps } from './install-steps.tsx';
import { SourceForm } from './source-form.tsx';
import { useUpload } from './use-upload.ts';

const formId = 'install-source';

/** The dialog while it asks where the plugin is. */
export function useSourceContent(): FrameContent {
  const { close } = useInstallView();
  const { install } = useBeginOperation();
  const upload = useUpload();
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = () => {
    const source = parseInstallSource(address);
    if (source === null) {
      setProblem('Enter a GitHub repository, or an address that starts with https://.');
    } else install.mutate({ source }, { onSuccess: () => setAddress('') });
  };
  return {
    title: 'Install a plugin',
    place: 'From its address or from a file',
    tile: <GlyphTile icon={IconPuzzle} />,
    steps: <InstallSteps steps={waitingSteps} />,
    note: 'Fetching runs nothing. You decide once it is checked.',
    children: (
      <SourceForm
        formId={formId}
        address={address}
        error={problem ?? install.error}
        onChange={(next) => {
          setAddress(next);
          setProblem(null);
          install.reset();
        }}
        onSubmit={submit}
        onFile={upload}
      />
    ),
    actions: (
      <>
        <Button variant="subtle" className={classes.quiet ?? ''} onClick={close}>
          Cancel
        </Button>
        <Button
          type="submit"
          form={formId}
          variant="filled"
          loading={install.isPending}
          disabled={address.trim() === ''}
        >
          Fetch
        </Button>
      </>
    ),
    onClose: close,
  };
}
