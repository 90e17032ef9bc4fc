import type { PluginDetail } from '@braindrive/contracts';
import { Tag } from '@braindrive/plugin-sdk/ui';
import { ReadmeView } from '../readme-view.tsx';
import { ComponentSection } from './component-section.tsx';
import { contributionRows } from './contribution-rows.ts';
import classes from './detail.module.css';

/** What it is: its author's words, its components, and everything it adds. */
export function AboutTab({ detail }: { detail: PluginDetail }) {
  const rows = contributionRows(detail.contributes);
  return (
    <>
      <p className={classes.lead}>{detail.description}</p>
      {detail.tags.length > 0 && (
        <p className={classes.tagRow}>
          {detail.tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </p>
      )}
      <ComponentSection detail={detail} />
      {rows.length > 0 && (
        <section className={classes.part}>
          <h3>What it adds</h3>
          <ul className={classes.adds}>
            {rows.map(({ key, kind, title, text }) => (
              <li key={key}>
                <span>{kind}</span>
                <div>
                  <b>{title}</b>
                  {text !== '' && <p>{text}</p>}
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {detail.readme !== null && (
        <section className={classes.part}>
          <h3>Its author says</h3>
          <ReadmeView text={detail.readme} />
        </section>
      )}
    </>
  );
}
