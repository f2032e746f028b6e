import { accessSync, constants, existsSync, globSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import { runChild } from '../run-child.ts'

/** A browser that could neither be found nor installed, told in one sentence. */
export class NoChromium extends Error {}

const programs = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
]

const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * Path of a Chromium to test with: CHROMIUM_PATH, else Playwright's own, else one of this machine.
 *
 * @returns undefined when there is none
 * @throws {NoChromium} when CHROMIUM_PATH names no program
 */
export function findChromium(
  env: Record<string, string | undefined> = process.env,
): string | undefined {
  if (env.CHROMIUM_PATH) {
    if (isProgram(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH
    throw new NoChromium(
      `Cannot start a browser: CHROMIUM_PATH is ${env.CHROMIUM_PATH}, and that is no program. Correct or unset it.`,
    )
  }
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => programs.map((program) => join(folder, program)))
  return [
    chromium.executablePath(),
    ...listDownloaded(browserCache(env)),
    ...onPath,
    ...applications,
  ].find(isProgram)
}

/** Where Playwright keeps the browsers it downloads. */
function browserCache(env: Record<string, string | undefined>): string {
  if (env.PLAYWRIGHT_BROWSERS_PATH) return env.PLAYWRIGHT_BROWSERS_PATH
  const caches = process.platform === 'darwin' ? 'Library/Caches' : '.cache'
  return join(homedir(), caches, 'ms-playwright')
}

/** Any version of Chromium that some Playwright has downloaded, newest first. */
function listDownloaded(cache: string): string[] {
  return globSync('chromium-*/chrome-*/{chrome,*.app/Contents/MacOS/*}', { cwd: cache })
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((path) => join(cache, path))
}

/**
 * Finds a Chromium or installs one: Playwright's download first, then Debian's package when root.
 *
 * @param log told what is being installed, since it takes a while
 * @throws {NoChromium} with one sentence that says what to do
 */
export async function requireChromium(log: (line: string) => void): Promise<string> {
  const found = findChromium()
  if (found) return found

  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    log('No Chromium found: installing the package chromium with apt-get.')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await runChild('apt-get', ['update', '-qq'], { env })
    await runChild(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
      { env },
    )
    const installed = findChromium()
    if (installed) return installed
  }

  log('No Chromium found: downloading the one of Playwright.')
  const cli = join(import.meta.dirname, '../../node_modules/playwright-core/cli.js')
  await runChild(process.execPath, [cli, 'install', 'chromium'])
  const downloaded = findChromium()
  if (downloaded) return downloaded

  throw new NoChromium(
    'Cannot start a browser: there is no Chromium here, and none could be downloaded. Install Chromium or Chrome (Debian: apt-get install chromium), or set CHROMIUM_PATH to one.',
  )
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
