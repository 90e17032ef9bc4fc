import type { PluginDetail } from '@braindrive/contracts';
import { formatBytes, formatMemory } from '@braindrive/plugin-sdk/ui';

/** One budget: what is used of it, in words and as a share. */
export interface UsageRow {
  readonly name: string;
  readonly text: string;
  /** From 0 to 1, or null where there is no limit. */
  readonly share: number | null;
}

const count = (value: number) => value.toLocaleString('en');
const shareOf = (used: number, limit: number | null) =>
  limit === null || limit === 0 ? null : used / limit;
const ofLimit = (used: string, limit: string | null) =>
  limit === null ? used : `${used} of ${limit}`;

function callText({ callsToday, failedCallsToday }: PluginDetail['usage']): string {
  if (callsToday === 0) return 'none today';
  const failed = failedCallsToday === 0 ? '' : `, ${count(failedCallsToday)} failed`;
  return `${count(callsToday)} today${failed}`;
}

/** Budgets of the plugin with a limit first, then what is only counted. What it cannot use is left out. */
export function usageRows(usage: PluginDetail['usage']): UsageRow[] {
  const rows: UsageRow[] = [];
  const { storageQuotaBytes, tokensPerDay, memoryBytes, memoryLimitBytes } = usage;
  if (storageQuotaBytes !== null || usage.storageBytes > 0) {
    rows.push({
      name: 'Storage',
      text: ofLimit(
        formatBytes(usage.storageBytes),
        storageQuotaBytes === null ? null : formatBytes(storageQuotaBytes),
      ),
      share: shareOf(usage.storageBytes, storageQuotaBytes),
    });
  }
  if (tokensPerDay !== null || usage.tokensToday > 0) {
    rows.push({
      name: 'Tokens today',
      text: ofLimit(count(usage.tokensToday), tokensPerDay === null ? null : count(tokensPerDay)),
      share: shareOf(usage.tokensToday, tokensPerDay),
    });
  }
  if (memoryLimitBytes !== null) {
    rows.push({
      name: 'Memory',
      text:
        memoryBytes === null
          ? 'none, it is not running'
          : ofLimit(formatMemory(memoryBytes), formatMemory(memoryLimitBytes)),
      share: memoryBytes === null ? 0 : shareOf(memoryBytes, memoryLimitBytes),
    });
  }
  rows.push({ name: 'Calls', text: callText(usage), share: null });
  if (usage.requestsToday > 0) {
    rows.push({
      name: 'Requests to servers',
      text: `${count(usage.requestsToday)} today`,
      share: null,
    });
  }
  return rows;
}
