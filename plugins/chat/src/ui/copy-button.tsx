import { IconButton, IconCheck, IconCopy } from '@braindrive/plugin-sdk/ui';
import { useEffect, useState } from 'react';
import { writeClipboard } from './clipboard.ts';

/** How long the tick is shown. */
const copiedMs = 1_500;

interface CopyButtonProps {
  /** The text, or how to make it when it is wanted. */
  readonly text: string | (() => string);
  readonly label: string;
  readonly tip?: 'center' | 'end';
}

/** Copies a text and shows a tick for a moment. */
export function CopyButton({ text, label, tip = 'center' }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), copiedMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () => {
    void writeClipboard(typeof text === 'string' ? text : text()).then(setIsCopied);
  };
  return (
    <IconButton
      icon={isCopied ? IconCheck : IconCopy}
      iconSize={16}
      size="sm"
      label={isCopied ? 'Copied' : label}
      tip={tip}
      onClick={copy}
    />
  );
}
