import { Icon, IconAlertTriangle } from '@braindrive/plugin-sdk/ui';
import type { ReactNode, Ref } from 'react';
import classes from './composer.module.css';
import { Composer, type ComposerHandle } from './composer.tsx';
import type { ModelOption } from './model-options.ts';
import { PlaceLine } from './place-line.tsx';
import type { Unsent } from './use-composer.ts';

interface DockProps {
  readonly text: string;
  readonly unsent: Unsent | null;
  readonly model: ModelOption | null;
  readonly isAnswering: boolean;
  readonly tools: ReactNode;
  readonly onChange: (text: string) => void;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
  readonly onEditLast: () => void;
  readonly ref: Ref<ComposerHandle>;
}

/** The composer and, under it, where its words go. */
export function Dock({ text, unsent, model, onSend, ...rest }: DockProps) {
  return (
    <>
      <Composer
        {...rest}
        text={text}
        placeholder={model === null ? 'Write your question' : `Ask ${model.name}`}
        canSend={model !== null}
        onSend={() => onSend(text)}
        problem={
          unsent && (
            <div className={classes.problem} role="alert">
              <Icon of={IconAlertTriangle} size={18} />
              <p>{unsent.report.message}</p>
              {text.trim() !== '' && (
                <button type="button" onClick={() => onSend(text)}>
                  Send again
                </button>
              )}
            </div>
          )
        }
      />
      {model !== null && <PlaceLine destination={model.destination} />}
    </>
  );
}
