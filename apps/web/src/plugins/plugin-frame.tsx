import { FrameHost, type FrameStart, frameGreeting } from '@braindrive/plugin-sdk/web/frame';
import { useEffect, useMemo, useRef, useState } from 'react';
import { createFramePolicy } from './frame-policy.ts';
import type { RunningComponentProps } from './plugin-component.tsx';
import classes from './plugins.module.css';
import { usePluginServices } from './services/services-context.ts';

const startTimeoutMs = 15_000;
const maxHeightPx = 20_000;

interface FrameFault {
  readonly message: string;
}

/**
 * A component in a frame without an origin. What it reaches is the port it is given here, and what was granted is
 * checked on this side of it.
 */
export function PluginFrame({
  plugin,
  component,
  props,
  page,
  base,
  title,
  waiting,
  faultCard,
}: RunningComponentProps & { readonly title: string }) {
  const services = usePluginServices();
  const frame = useRef<HTMLIFrameElement>(null);
  const host = useRef<FrameHost | null>(null);
  const latestProps = useRef(props);
  const [heightPx, setHeight] = useState(0);
  const [isShown, setShown] = useState(false);
  const [fault, setFault] = useState<FrameFault | null>(null);
  const bridge = useMemo(
    () => services.bridgeOf(plugin, { base, component, page }),
    [services, plugin, base, component, page],
  );
  const baseUrl = plugin.ui?.baseUrl ?? '';
  // Screens and settings pages draw their own sheet, which scrolls; a block is as high as what it shows.
  const fillsPlace = page.get().place !== 'component';

  useEffect(() => {
    latestProps.current = props;
    host.current?.setProps(props);
  }, [props]);

  useEffect(() => {
    if (isShown) return undefined;
    const timer = setTimeout(
      () => setFault({ message: 'It did not start within 15 seconds.' }),
      startTimeoutMs,
    );
    return () => clearTimeout(timer);
  }, [isShown]);

  useEffect(() => () => host.current?.close(), []);

  const greet = () => {
    host.current?.close();
    const channel = new MessageChannel();
    const { mayCall, maySend } = createFramePolicy(plugin);
    host.current = new FrameHost(channel.port1, {
      bridge,
      mayCall,
      maySend,
      observer: {
        onHeight: (pixels) => setHeight(Math.min(maxHeightPx, Math.max(0, Math.ceil(pixels)))),
        onShown: () => setShown(true),
        onFault: (message, stack) => {
          setFault({ message });
          const { slug, version } = plugin;
          services.data.reportFault({ slug, version, component, message, stack });
        },
        onPalette: () =>
          window.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, cancelable: true }),
          ),
      },
    });
    const start: FrameStart = {
      type: frameGreeting,
      plugin: bridge.plugin,
      pluginName: plugin.name,
      component,
      props: latestProps.current,
      entry: new URL(`${baseUrl}ui/remoteEntry.js`, document.baseURI).href,
      fillsPlace,
      sources: FrameHost.sourcesOf(bridge),
    };
    // A frame without an origin can only be addressed as anybody; the frame element itself says who it is.
    frame.current?.contentWindow?.postMessage(start, '*', [channel.port2]);
  };

  if (fault !== null) return faultCard(new Error(fault.message));
  return (
    <>
      {!isShown && waiting}
      <iframe
        ref={frame}
        className={fillsPlace ? `${classes.frame} ${classes.whole}` : classes.frame}
        title={`${title}, ${plugin.name}`}
        src={`${baseUrl}frame.html`}
        sandbox="allow-scripts allow-forms"
        referrerPolicy="no-referrer"
        {...(!fillsPlace && { height: heightPx })}
        onLoad={greet}
      />
    </>
  );
}
