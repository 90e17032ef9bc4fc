import { Button, ErrorLine, IconButton, IconTrash, TextField } from '@braindrive/plugin-sdk/ui';
import { usePluginState, useSettings } from '@braindrive/plugin-sdk/web';
import { useState } from 'react';
import { api } from './api.ts';
import classes from './example.module.css';
import { Example, Result } from './example.tsx';

/** Types flow from the router: the input is checked while it is written, the answer has a real date. */
export function ApiExample() {
  const [name, setName] = useState('Ada');
  const utils = api.useUtils();
  const [text, setText] = useState('');
  const [error, setError] = useState<unknown>(null);
  const greet = () => {
    setError(null);
    utils.greet
      .fetch({ name })
      .then(
        ({ text: greeting, at }) => setText(`${greeting} (${at.toLocaleTimeString()})`),
        setError,
      );
  };
  return (
    <Example title="API" lead="A query of the plugin's own router.">
      <div className={classes.row}>
        <TextField
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button onClick={greet}>Greet</Button>
      </div>
      <ErrorLine error={error} />
      <Result>{text}</Result>
    </Example>
  );
}

/** Documents in a collection, with an index that orders them. They survive upgrades and are part of snapshots. */
export function StorageExample() {
  const [text, setText] = useState('');
  const utils = api.useUtils();
  const notes = api.notes.list.useQuery();
  const refresh = () => utils.notes.list.invalidate();
  const add = api.notes.add.useMutation({
    onSuccess: () => {
      setText('');
      return refresh();
    },
  });
  const remove = api.notes.remove.useMutation({ onSuccess: refresh });
  return (
    <Example title="Storage" lead="Notes in a collection, newest first.">
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate({ text });
        }}
      >
        <TextField
          label="Note"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" loading={add.isPending} disabled={text.trim() === ''}>
          Keep
        </Button>
      </form>
      <ErrorLine error={add.error ?? notes.error} />
      <ul className={classes.list}>
        {notes.data?.map((note) => (
          <li key={note.id}>
            <span className="cut">{note.text}</span>
            <IconButton
              icon={IconTrash}
              iconSize={16}
              size="sm"
              label={`Delete ${note.text}`}
              onClick={() => remove.mutate({ id: note.id })}
            />
          </li>
        ))}
        {notes.data?.length === 0 && <li>Nothing kept yet.</li>}
      </ul>
    </Example>
  );
}

/** The same form stands in the plugin manager, made from the schema. */
export function SettingsExample() {
  const { values, save } = useSettings<{ greeting: string }>();
  const [greeting, setGreeting] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const value = greeting ?? values?.greeting ?? '';
  return (
    <Example title="Settings" lead="A setting of the person, checked by the plugin's schema.">
      <div className={classes.row}>
        <TextField
          label="Greeting"
          value={value}
          onChange={(event) => setGreeting(event.currentTarget.value)}
        />
        <Button
          disabled={values === null || value === values.greeting}
          onClick={() => {
            setError(null);
            save({ greeting: value }).then(() => setGreeting(null), setError);
          }}
        >
          Save
        </Button>
      </div>
      <ErrorLine error={error} />
    </Example>
  );
}

/** Saved shortly after each change, on all devices of the person, and kept through upgrades. */
export function PluginStateExample() {
  const [count, setCount, { isLoaded }] = usePluginState('count', 0);
  return (
    <Example title="Plugin state" lead="Survives a reload and an upgrade.">
      <div className={classes.row}>
        <Result>{isLoaded ? `Counted to ${count}.` : ''}</Result>
        <Button disabled={!isLoaded} onClick={() => setCount(count + 1)}>
          Count
        </Button>
      </div>
    </Example>
  );
}

/** Only whether there is one crosses to the page. */
export function SecretExample() {
  const secret = api.hasSecret.useQuery();
  return (
    <Example title="Secrets" lead="Entered in the plugin's settings, read by its server half only.">
      <ErrorLine error={secret.error} />
      <Result>
        {secret.data === true && 'A secret was entered.'}
        {secret.data === false && 'None was entered yet.'}
      </Result>
    </Example>
  );
}
