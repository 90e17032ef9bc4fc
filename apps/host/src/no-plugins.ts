import { DomainError } from '@braindrive/core';
import type { PluginServices } from '@braindrive/plugin-host';

const nothing = async (): Promise<never[]> => [];
const refuse = async (): Promise<never> => {
  throw new DomainError('NOT_FOUND', 'There is no such plugin.');
};
const refuseAll = <Service extends object>(answers: Partial<Service>): Service =>
  new Proxy(answers as Service, {
    get: (known, name) => Reflect.get(known, name) ?? refuse,
  });

/** A host where nobody has a plugin and nothing can be installed. */
export const noPlugins: PluginServices = {
  installations: refuseAll<PluginServices['installations']>({
    listInstalled: nothing,
    listKept: nothing,
  }),
  operations: refuseAll<PluginServices['operations']>({ listOperations: () => [] }),
  catalogue: refuseAll<PluginServices['catalogue']>({
    available: nothing,
    registries: nothing,
    refresh: nothing,
    checkUpdates: nothing,
  }),
  policies: refuseAll<PluginServices['policies']>({ list: nothing }),
  calls: refuseAll<PluginServices['calls']>({ procedures: nothing, onChange: () => () => {} }),
};
