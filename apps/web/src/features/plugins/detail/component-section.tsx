import type { PluginDetail } from '@braindrive/contracts';
import { Card } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Segmented } from '../segmented.tsx';
import classes from './detail.module.css';

const ComponentPreview = lazy(async () => ({
  default: (await import('./component-preview.tsx')).ComponentPreview,
}));

/** Its components, one of them alive. Nothing for a plugin without any. */
export function ComponentSection({ detail }: { detail: PluginDetail }) {
  const { components } = detail.contributes;
  const [chosen, setChosen] = useState(components[0]?.name ?? '');
  const [isTried, setTried] = useState(false);
  const shown = components.find(({ name }) => name === chosen) ?? components[0];
  if (shown === undefined) return null;
  return (
    <section className={classes.part}>
      <div className={classes.partHead}>
        <h3>{components.length === 1 ? shown.title : 'Components'}</h3>
        {components.length > 1 && components.length <= 4 && (
          <Segmented
            label="Component"
            value={shown.name}
            options={components.map(({ name, title }) => ({ value: name, label: title }))}
            onChange={setChosen}
          />
        )}
      </div>
      {components.length > 4 && (
        <div className={classes.chips}>
          {components.map(({ name, title }) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === shown.name}
              onClick={() => setChosen(name)}
            >
              {title}
            </button>
          ))}
        </div>
      )}
      {shown.description !== '' && <p>{shown.description}</p>}
      <Card className={classes.preview} style={{ minHeight: shown.size.height * 46 }}>
        {/* It lives, but takes neither focus nor keys before somebody asks for it. */}
        <div inert={!isTried}>
          <Suspense>
            <ComponentPreview key={shown.name} slug={detail.slug} component={shown} />
          </Suspense>
        </div>
        {!isTried && (
          <Button className={classes.tryIt ?? ''} onClick={() => setTried(true)}>
            Try it
          </Button>
        )}
      </Card>
    </section>
  );
}
