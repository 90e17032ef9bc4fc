import { errorReportOf, Icon, TextField } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useUser } from '../../../boot.ts';
import { chooseArchive } from './choose-archive.ts';
import classes from './install.module.css';

/** Asks where the plugin is: an address, or a file. */
export function SourceForm({
  formId,
  address,
  error,
  onChange,
  onSubmit,
  onFile,
}: {
  formId: string;
  address: string;
  error: unknown;
  onChange: (address: string) => void;
  onSubmit: () => void;
  onFile: (file: File) => void;
}) {
  const isOwner = useUser().permissions.includes('plugin.manage');
  return (
    <form
      id={formId}
      noValidate
      className={classes.source}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <TextField
        label="Address"
        placeholder="github.com/owner/repository"
        help={
          isOwner
            ? 'A GitHub repository or release, the address of a .tgz or .zip archive, or a folder on the machine that runs BrainDrive.'
            : 'A GitHub repository or release, or the address of a .tgz or .zip archive.'
        }
        value={address}
        error={sourceProblem(error)}
        autoComplete="off"
        spellCheck={false}
        inputMode="url"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={classes.file}>
        <Icon of={IconUpload} size={20} />
        <p>
          <b className={classes.fileTitle}>Or drop a file</b>
          <span className={classes.fileText}>
            A .tgz or .zip archive, dropped anywhere in this window.
          </span>
        </p>
        <Button onClick={() => chooseArchive(onFile)}>Choose a file</Button>
      </div>
    </form>
  );
}

const sourceProblem = (error: unknown): string | undefined => {
  if (error === null || error === undefined) return undefined;
  return typeof error === 'string' ? error : errorReportOf(error).message;
};
