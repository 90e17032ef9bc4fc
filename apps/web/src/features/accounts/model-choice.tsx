import type { InstanceStatus } from '@braindrive/contracts';
import { classNames, formatBytes, formatMemory, Tag } from '@braindrive/plugin-sdk/ui';
import classes from './first-run.module.css';

type Model = NonNullable<InstanceStatus['firstRun']>['recommended'][number];

const fitWords = {
  fits: 'Fits this machine',
  tight: 'Tight here',
  'too-large': 'Too large',
} as const;

function Option({
  id,
  name,
  tag,
  size,
  text,
  isChosen,
  onChoose,
}: {
  id: string;
  name: string;
  tag?: string;
  size?: string;
  text: string;
  isChosen: boolean;
  onChoose: () => void;
}) {
  return (
    <label className={classes.option} data-on={isChosen || undefined}>
      <input type="radio" name="model" value={id} checked={isChosen} onChange={onChoose} />
      <b>
        {name}
        {tag !== undefined && <Tag tone={isChosen ? 'loud' : 'plain'}>{tag}</Tag>}
      </b>
      {size !== undefined && <span className={classNames(classes.size, 'num')}>{size}</span>}
      <p className={classes.text}>{text}</p>
    </label>
  );
}

/** Models worth having on this machine, one of which is fetched in the background. */
export function ModelChoice({
  models,
  chosenId,
  onChoose,
}: {
  models: readonly Model[];
  chosenId: string | null;
  onChoose: (id: string | null) => void;
}) {
  return (
    <section className={classes.part}>
      <h2 id="model-choice">Fetch a better one in the background</h2>
      <p className={classes.note}>You can chat with the starter until it arrives.</p>
      <div className={classes.pick} role="radiogroup" aria-labelledby="model-choice">
        {models.map((model) => (
          <Option
            key={model.id}
            id={model.id}
            name={model.name}
            tag={fitWords[model.fit]}
            size={formatBytes(model.sizeBytes)}
            text={`${model.purpose} Needs ${formatMemory(model.memoryBytes)} of memory.`}
            isChosen={model.id === chosenId}
            onChoose={() => onChoose(model.id)}
          />
        ))}
        <Option
          id=""
          name="None for now"
          text="Connect a server or an API key later."
          isChosen={chosenId === null}
          onChoose={() => onChoose(null)}
        />
      </div>
    </section>
  );
}
