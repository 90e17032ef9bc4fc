import { lazy, Suspense } from 'react';
import classes from './readme.module.css';

// The reader of Markdown comes only for those who read.
const ReadmeDocument = lazy(async () => ({
  default: (await import('./readme-document.tsx')).ReadmeDocument,
}));

/** Text of an author in Markdown: no raw HTML, nothing fetched. */
export function ReadmeView({ text }: { text: string }) {
  return (
    <div className={classes.readme}>
      <Suspense>
        <ReadmeDocument text={text} />
      </Suspense>
    </div>
  );
}
