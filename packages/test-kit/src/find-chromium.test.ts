import { describe, expect, it } from 'vitest';
import { type ChromiumSearch, ensureChromium, findChromium } from './find-chromium.ts';

function machine(
  programs: readonly string[],
  changes: Partial<ChromiumSearch> = {},
): ChromiumSearch {
  return {
    env: {},
    platform: 'linux',
    homeDirectory: '/home/ada',
    isExecutable: (path) => programs.includes(path),
    listFolder: () => [],
    ...changes,
  };
}

describe('findChromium', () => {
  it('prefers the program that the environment names', () => {
    const search = machine(['/usr/bin/chromium', '/opt/mine'], {
      env: { BRAINDRIVE_CHROMIUM: '/opt/mine' },
    });
    expect(findChromium(search)).toBe('/opt/mine');
  });

  it('refuses a named program that cannot be run, rather than taking another', () => {
    const search = machine(['/usr/bin/chromium'], { env: { CHROME_PATH: '/opt/gone' } });
    expect(() => findChromium(search)).toThrow('CHROME_PATH names /opt/gone');
  });

  it('looks in the usual places of each system', () => {
    expect(findChromium(machine(['/usr/bin/google-chrome']))).toBe('/usr/bin/google-chrome');
    const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findChromium(machine([mac], { platform: 'darwin' }))).toBe(mac);
    const windows = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
    expect(findChromium(machine([windows], { platform: 'win32' }))).toBe(windows);
  });

  it("takes the newest of Playwright's own browsers", () => {
    const older = '/home/ada/.cache/ms-playwright/chromium-999/chrome-linux/chrome';
    const newest = '/home/ada/.cache/ms-playwright/chromium-1200/chrome-linux64/chrome';
    const search = machine([older, newest], {
      listFolder: (path) =>
        path === '/home/ada/.cache/ms-playwright'
          ? ['chromium-999', 'chromium-1200', 'chromium_headless_shell-1200', 'firefox-1']
          : [],
    });
    expect(findChromium(search)).toBe(newest);
  });

  it('finds nothing on a machine without one', () => {
    expect(findChromium(machine([]))).toBeUndefined();
  });
});

describe('ensureChromium', () => {
  it('says what to install where it cannot install by itself', () => {
    expect(() => ensureChromium(machine([], { platform: 'darwin' }))).toThrow(
      'brew install --cask chromium',
    );
  });
});
