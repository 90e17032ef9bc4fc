import type { PluginDetail } from '@braindrive/contracts';
import { fieldsOf, initialValues } from '@braindrive/plugin-sdk/ui';
import type { PageContext } from '@braindrive/plugin-sdk/web';
import { PluginComponent } from '../../../plugins/plugin-component.tsx';

type ComponentOffer = PluginDetail['contributes']['components'][number];

const place: PageContext = { place: 'component', pageId: null, isEditing: false, size: null };

/** A component as a page would show it, with the props that its author set. */
export function ComponentPreview({ slug, component }: { slug: string; component: ComponentOffer }) {
  const props = initialValues(fieldsOf(component.props), {});
  return <PluginComponent slug={slug} component={component.name} props={props} place={place} />;
}
