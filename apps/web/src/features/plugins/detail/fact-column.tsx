import type { PluginDetail, PluginSignature } from '@braindrive/contracts';
import { formatBytes, formatDate } from '@braindrive/plugin-sdk/ui';
import type { ReactNode } from 'react';
import { sourceText } from '../install-source.ts';
import { categories } from '../plugin-looks.ts';
import { CareActions } from './care-actions.tsx';
import classes from './detail.module.css';
import { UsageMeters } from './usage-meters.tsx';

const trustTexts: Readonly<Record<Extract<PluginSignature, { state: 'signed' }>['trust'], string>> =
  {
    bundled: 'Signed, comes with BrainDrive',
    'first-seen': 'Signed; you trust this key since the install',
    'same-key': 'Signed with the key you trust',
    'key-changed': 'Signed with a key you accepted later',
  };

const signatureText = (signature: PluginSignature): string =>
  signature.state === 'unsigned' ? 'Not signed' : trustTexts[signature.trust];

const modeTexts = {
  realm: 'In the page, as you',
  frame: 'In a closed frame',
} as const;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function SourceFact({ source }: { source: PluginDetail['source'] }) {
  const text = sourceText(source);
  const href = source.kind === 'github' ? `https://${text}` : null;
  return (
    <Fact name="Source">
      {href === null ? (
        text
      ) : (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      )}
    </Fact>
  );
}

function AuthorFact({ authorName, authorUrl }: PluginDetail) {
  return (
    <Fact name="Author">
      {authorUrl === null ? (
        authorName
      ) : (
        <a href={authorUrl} target="_blank" rel="noopener noreferrer nofollow">
          {authorName}
        </a>
      )}
    </Fact>
  );
}

/** Figures and facts beside the text: what it uses, where it is from, what vouches for it. */
export function FactColumn({ detail }: { detail: PluginDetail }) {
  return (
    <aside className={classes.facts} aria-label="Facts">
      <UsageMeters usage={detail.usage} />
      <dl className={classes.factList}>
        <SourceFact source={detail.source} />
        <Fact name="Signature">{signatureText(detail.signature)}</Fact>
        {detail.ui !== null && <Fact name="Its screens run">{modeTexts[detail.ui.mode]}</Fact>}
        <AuthorFact {...detail} />
        {detail.homepage !== null && (
          <Fact name="Homepage">
            <a href={detail.homepage} target="_blank" rel="noopener noreferrer nofollow">
              {detail.homepage.replace(/^https?:\/\//, '')}
            </a>
          </Fact>
        )}
        <Fact name="Licence">{detail.license}</Fact>
        <Fact name="Category">{categories[detail.category].label}</Fact>
        <Fact name="Size">{formatBytes(detail.sizeBytes)}</Fact>
        <Fact name="Installed">{formatDate(detail.installedAt)}</Fact>
        <Fact name="Updated">{formatDate(detail.updatedAt)}</Fact>
      </dl>
      <CareActions detail={detail} />
    </aside>
  );
}
