import { showError } from '@braindrive/plugin-sdk/ui';
import { trpc } from '../../trpc.ts';

/** What the owner rules for everybody. */
export const useRules = () => trpc.plugin.listPolicies.useQuery();

/** Writes rules; what is listed follows the answer. */
export function useRuleChanges() {
  const utils = trpc.useUtils();
  const onSuccess = () => utils.plugin.listPolicies.invalidate();
  return {
    set: trpc.plugin.setPolicy.useMutation({ onSuccess }),
    remove: trpc.plugin.removePolicy.useMutation({ onSuccess, onError: showError }),
  };
}
