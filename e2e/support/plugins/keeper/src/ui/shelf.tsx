import { Button, ErrorLine, SheetPage, TextField } from '@braindrive/plugin-sdk/ui';
import { createPluginApi, type PluginApi, useSettings } from '@braindrive/plugin-sdk/web';
import { useState } from 'react';
import type { Router } from '../server/index.ts';

const edition = 'first edition';
const api: PluginApi<Router> = createPluginApi<Router>();

/** Each version that was loaded says which React it has; the test compares them. */
function tellIdentity(): void {
  const known: unknown[] = Reflect.get(globalThis, 'seenReacts') ?? [];
  Reflect.set(globalThis, 'seenReacts', [...known, useState]);
}
tellIdentity();

/** Notes that its server half keeps, under a greeting that the person sets. */
export function Shelf() {
  const { values } = useSettings<{ greeting: string }>();
  const [text, setText] = useState('');
  const utils = api.useUtils();
  const notes = api.notes.useQuery();
  const keep = api.keep.useMutation({
    onSuccess: () => {
      setText('');
      return utils.notes.invalidate();
    },
  });
  const fall = api.fall.useMutation();
  return (
    <SheetPage title={`Shelf, ${edition}`}>
      <p>{values === null ? '' : `${values.greeting}, reader.`}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate({ text });
        }}
      >
        <TextField
          label="Note"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit">Keep</Button>
      </form>
      <ErrorLine error={keep.error ?? notes.error} />
      <ul aria-label="Notes">
        {notes.data?.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <Button onClick={() => fall.mutate()}>Let it fall</Button>
    </SheetPage>
  );
}
