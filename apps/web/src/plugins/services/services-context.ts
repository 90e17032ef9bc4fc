import { createContext, useContext } from 'react';
import type { PluginServices } from './plugin-services.ts';

export const PluginServicesContext = createContext<PluginServices | null>(null);

/** What all plugins of the page share. */
export function usePluginServices(): PluginServices {
  const services = useContext(PluginServicesContext);
  if (services === null) throw new Error('PluginServicesContext has no provider.');
  return services;
}
