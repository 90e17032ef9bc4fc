import { Avatar, Button, ErrorLine, Section, showUndo } from '@braindrive/plugin-sdk/ui';
import { useRef, useState } from 'react';
import { squareImage } from './avatar-file.ts';
import classes from './settings.module.css';
import { useUser } from './use-boot.ts';
import { useUpdateProfile } from './use-profile.ts';

/** The person's picture. Any image will do: its middle square is used. */
export function AvatarSection() {
  const user = useUser();
  const update = useUpdateProfile();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    setProblem(null);
    try {
      update.mutate({ avatar: await squareImage(file) });
    } catch {
      setProblem('This file is not an image that your browser can read. Choose a PNG or JPEG.');
    }
  };
  const remove = () => {
    const previous = user.avatarUrl;
    update.mutate(
      { avatar: null },
      {
        onSuccess: () => {
          if (previous === null) return;
          const bring = async () => {
            const answer = await fetch(previous);
            if (answer.ok) await choose(new File([await answer.blob()], 'avatar'));
          };
          showUndo({ message: 'Picture removed.', onUndo: () => void bring() });
        },
      },
    );
  };
  return (
    <Section title="Picture">
      <div className={classes.avatarRow}>
        <Avatar name={user.name} url={user.avatarUrl} size={64} />
        <div className={classes.stack}>
          <div className={classes.buttons}>
            <Button loading={update.isPending} onClick={() => input.current?.click()}>
              Choose a picture
            </Button>
            {user.avatarUrl !== null && <Button onClick={remove}>Remove</Button>}
          </div>
          <p className={classes.help}>The middle square is used. It stays on this machine.</p>
        </div>
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          aria-label="Picture"
          onChange={(event) => {
            void choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {problem !== null && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <ErrorLine error={update.error} />
    </Section>
  );
}
