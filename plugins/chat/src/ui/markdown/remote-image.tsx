import { Icon, IconPhoto } from '@braindrive/plugin-sdk/ui';
import { useState } from 'react';
import { safeImage } from './link-target.ts';
import classes from './markdown.module.css';

/** A picture of another server, fetched only on a click: loading it tells that server who reads this. */
export function RemoteImage({ source, text }: { readonly source: string; readonly text: string }) {
  const [state, setState] = useState<'asked' | 'loaded' | 'failed'>('asked');
  const url = safeImage(source);
  const name = text.trim() || 'Image';
  if (url === null) return <span className={classes.imageText}>{name}</span>;
  if (state === 'loaded') {
    return (
      <img
        className={classes.image}
        src={url.href}
        alt={text}
        referrerPolicy="no-referrer"
        onError={() => setState('failed')}
      />
    );
  }
  return (
    <span className={classes.imageCard}>
      <Icon of={IconPhoto} size={18} />
      <span className={classes.imageName}>
        {name}
        <small>{state === 'failed' ? `${url.host} did not send it.` : url.host}</small>
      </span>
      <button type="button" onClick={() => setState('loaded')}>
        {state === 'failed' ? 'Try again' : 'Load image'}
      </button>
    </span>
  );
}
