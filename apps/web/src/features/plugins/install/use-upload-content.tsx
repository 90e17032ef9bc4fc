import { bytesOfBytes, errorReportOf, Meter } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { GlyphTile } from '../plugin-tile.tsx';
import { chooseArchive } from './choose-archive.ts';
import classes from './install.module.css';
import type { FrameContent } from './install-frame.tsx';
import { InstallSteps, waitingSteps } from './install-steps.tsx';
import { type Upload, uploadStore } from './upload-store.ts';
import { useUpload } from './use-upload.ts';

function Sending({ upload }: { upload: Upload }) {
  return (
    <div className={classes.working}>
      <h3 className="cut">Sending {upload.fileName}</h3>
      <Meter
        label={`${upload.fileName}, upload`}
        value={upload.totalBytes === 0 ? null : upload.sentBytes / upload.totalBytes}
      />
      <p className="num">{bytesOfBytes(upload.sentBytes, upload.totalBytes)}</p>
    </div>
  );
}

function Refused({ upload }: { upload: Upload }) {
  return (
    <div className={classes.failure} role="alert">
      <h3>{upload.fileName} could not be sent</h3>
      <p>{errorReportOf(upload.error).message}</p>
      <p className={classes.hint}>Nothing was installed. Try again, or choose another file.</p>
    </div>
  );
}

/** The dialog while a file goes to the host. */
export function useUploadContent(upload: Upload | null): FrameContent | null {
  const begin = useUpload();
  if (upload === null) return null;
  const hasFailed = upload.error !== null;
  const steps = waitingSteps.map((step, index) =>
    index === 0 ? { ...step, state: hasFailed ? ('failed' as const) : ('running' as const) } : step,
  );
  const leave = () => (hasFailed ? uploadStore.set(null) : upload.cancel());
  return {
    title: 'Install a plugin',
    place: upload.fileName,
    tile: <GlyphTile icon={IconFileZip} />,
    steps: <InstallSteps steps={steps} />,
    note: 'Sending runs nothing. You decide once it is checked.',
    children: hasFailed ? <Refused upload={upload} /> : <Sending upload={upload} />,
    actions: (
      <>
        <Button variant="subtle" className={classes.quiet ?? ''} onClick={leave}>
          {hasFailed ? 'Close' : 'Cancel'}
        </Button>
        {hasFailed && (
          <Button variant="filled" onClick={() => chooseArchive(begin)}>
            Choose a file
          </Button>
        )}
      </>
    ),
    onClose: leave,
  };
}
