import { Button } from '@braindrive/plugin-sdk/ui';
import { useSettings } from '@braindrive/plugin-sdk/web';

/** A settings page that shows one setting and changes it. */
export function GreeterSettings() {
  const { values, save } = useSettings<{ word: string }>();
  return (
    <>
      <p>The word is {values?.word ?? 'not known yet'}.</p>
      <Button onClick={() => void save({ word: 'welcome' })}>Use another word</Button>
    </>
  );
}
