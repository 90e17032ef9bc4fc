import { access, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundledPlugins } from '../store/index.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Before model providers were plugins, their folders lay directly under the folder of plugins. What the native ones that
 * come with the host kept there, models that took hours to fetch, moves to where their process looks for it now.
 * @param directory - The folder of plugins.
 * @returns slugs whose folder was moved.
 */
export async function moveFormerFolders(
  bundled: Pick<BundledPlugins, 'list'>,
  directory: string,
): Promise<string[]> {
  const moved: string[] = [];
  for (const plugin of bundled.list()) {
    if (plugin.state !== 'ready') continue;
    const { slug, permissions } = plugin.files.manifest;
    const former = join(directory, slug);
    const folder = join(directory, 'native', slug);
    if (permissions.native === undefined || !(await exists(former)) || (await exists(folder)))
      continue;
    await mkdir(join(directory, 'native'), { recursive: true, mode: 0o700 });
    await rename(former, folder);
    moved.push(slug);
  }
  return moved;
}
