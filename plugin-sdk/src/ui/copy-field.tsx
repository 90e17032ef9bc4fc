import { Button } from '@mantine/core';
import { useState } from 'react';
import classes from './copy-field.module.css';
import { Icon, IconCheck, IconCopy } from './icons.tsx';

/** A value that is shown once, with a button that copies it. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [hasCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
  };
  return (
    <div className={classes.field}>
      <input
        readOnly
        aria-label={label}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="filled"
        leftSection={<Icon of={hasCopied ? IconCheck : IconCopy} size={16} />}
        onClick={() => void copy().catch(() => setCopied(false))}
      >
        {hasCopied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
