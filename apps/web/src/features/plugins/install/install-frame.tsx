import { Dialog, IconButton, IconX } from '@braindrive/plugin-sdk/ui';
import type { ReactNode } from 'react';
import classes from './install.module.css';

/** What fills the dialog's frame. */
export interface FrameContent {
  readonly title: string;
  /** Where the plugin is or comes from. */
  readonly place: string;
  readonly tile: ReactNode;
  readonly tag?: ReactNode;
  readonly steps: ReactNode;
  readonly children: ReactNode;
  /** Small text at the left of the actions. */
  readonly note: string;
  readonly actions: ReactNode;
  readonly onClose: () => void;
}

/** The dialog of every install and update: head, steps left, what matters now right, actions below. */
export function InstallFrame(content: FrameContent) {
  return (
    <Dialog label={content.title} width="xl" onClose={content.onClose}>
      <header className={classes.head}>
        {content.tile}
        <div>
          <h2>{content.title}</h2>
          <p className="cut">{content.place}</p>
        </div>
        {content.tag && <span className={classes.tag}>{content.tag}</span>}
        <IconButton icon={IconX} label="Close" tip="end" onClick={content.onClose} />
      </header>
      <div className={classes.body}>
        {content.steps}
        <div className={classes.panel}>{content.children}</div>
      </div>
      <footer className={classes.foot}>
        <p>{content.note}</p>
        <div>{content.actions}</div>
      </footer>
    </Dialog>
  );
}
