import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import classes from './markdown.module.css';

type Temml = Pick<typeof import('temml').default, 'render'>;

interface MathViewProps {
  readonly tex: string;
  readonly isDisplay: boolean;
  /** Its end has not come yet: shown as it is written. */
  readonly isOpen: boolean;
}

/** Longer formulas are shown as they are written. */
const maxFormulaLength = 5_000;

const state: { temml: Temml | null; loading: Promise<void> | null } = {
  temml: null,
  loading: null,
};

function loadTemml(): Promise<void> {
  state.loading ??= import('temml').then(
    (module) => {
      state.temml = module.default;
    },
    () => {
      state.loading = null;
    },
  );
  return state.loading;
}

function useTemml(isWanted: boolean): Temml | null {
  const [temml, setTemml] = useState<Temml | null>(() => state.temml);
  useEffect(() => {
    if (!isWanted || temml !== null) return;
    let isCurrent = true;
    void loadTemml().then(() => {
      if (isCurrent) setTemml(() => state.temml);
    });
    return () => {
      isCurrent = false;
    };
  }, [isWanted, temml]);
  return temml;
}

/** temml throws on half-typed TeX although it is told not to; then the source is shown. */
function draw(temml: Temml, element: HTMLElement, { tex, isDisplay }: MathViewProps): void {
  try {
    temml.render(tex, element, {
      displayMode: isDisplay,
      throwOnError: true,
      trust: false,
      maxSize: [50, 500],
      maxExpand: 500,
    });
  } catch {
    element.textContent = tex;
    element.dataset.isSource = '';
  }
}

/** A formula, drawn as MathML by the browser. */
export function MathView(props: MathViewProps) {
  const { tex, isDisplay, isOpen } = props;
  const element = useRef<HTMLSpanElement>(null);
  const isDrawable = !isOpen && tex.length <= maxFormulaLength;
  const temml = useTemml(isDrawable);
  const isDrawn = isDrawable && temml !== null;
  useLayoutEffect(() => {
    if (!isDrawn || element.current === null) return;
    draw(temml, element.current, { tex, isDisplay, isOpen });
  }, [temml, isDrawn, tex, isDisplay, isOpen]);
  const className = isDisplay ? classes.mathDisplay : classes.math;
  // Two keys, so that React never meets the nodes that temml put there.
  if (isDrawn) return <span key="drawn" ref={element} className={className} />;
  return (
    <span key="source" className={className} data-is-source="">
      {tex}
    </span>
  );
}
