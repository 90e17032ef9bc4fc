import { SheetPage } from '@braindrive/plugin-sdk/ui';
import * as data from './data-examples.tsx';
import classes from './example.module.css';
import * as page from './page-examples.tsx';
import * as services from './service-examples.tsx';

const examples = Object.entries({ ...data, ...page, ...services });

/** All examples on one screen. */
export function Gallery() {
  return (
    <SheetPage title="Bridge examples" width="page">
      <div className={classes.gallery}>
        {examples.map(([name, Component]) => (
          <Component key={name} />
        ))}
      </div>
    </SheetPage>
  );
}
