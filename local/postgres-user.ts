import { execFile } from 'node:child_process'
import { chmod, chown, lstat, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { endingWithParent, findProgram, type Launch } from './launch.ts'
import { StackError } from './stack-error.ts'

const run = promisify(execFile)

/** The system user that runs Postgres in place of root. */
export type SystemUser = { uid: number; gid: number }

/** How to start a program as another user: what Node's `spawn` is given. */
export type UserLaunch = Launch & { user: SystemUser | null }

/**
 * Who runs Postgres: null means this very user. Postgres refuses to run as root, so root hands over to
 * the system user `postgres`, which is created where there is none.
 * @throws StackError `permission_missing`
 */
export async function findPostgresUser(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null
  const existing = await lookUpUser()
  if (existing) return existing
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/bin/false',
      'postgres',
    ])
  } catch (cause) {
    throw new StackError(
      'permission_missing',
      'Cannot start Postgres as root: it refuses to, and the system user `postgres` could not be created with useradd. Create that user or run as an ordinary user.',
      { cause },
    )
  }
  const created = await lookUpUser()
  if (created) return created
  throw new StackError(
    'permission_missing',
    'Cannot start Postgres as root: useradd created no usable user `postgres`. Create that user or run as an ordinary user.',
  )
}

async function lookUpUser(): Promise<SystemUser | null> {
  try {
    const [uid, gid] = await Promise.all([
      run('id', ['-u', 'postgres']),
      run('id', ['-g', 'postgres']),
    ])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null
  }
}

/**
 * Makes a program startable as `user`, and end with this process.
 *
 * A folder above its files may be closed to that user, as root's own home is. Then the program keeps
 * root's right to pass through folders (and no other).
 * @param needed files and folders that the program must reach
 * @throws StackError `permission_missing`
 */
export async function launchAs(
  user: SystemUser | null,
  launch: Launch,
  needed: string[],
): Promise<UserLaunch> {
  const bound = await endingWithParent('INT', launch)
  const closed = user && (await firstClosedFolder(user, [launch.file, ...needed]))
  if (user === null || closed === null) return { ...bound, user }
  const capability = await passThroughCapability()
  const setpriv = await findProgram('setpriv')
  if (capability === null || setpriv === null) {
    throw new StackError(
      'permission_missing',
      `Cannot start Postgres: its user \`postgres\` may not enter ${closed}. Move the project to a folder that everybody may enter (such as /srv), or run as an ordinary user.`,
    )
  }
  const privileges = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    `--inh-caps=-all,+${capability}`,
    `--ambient-caps=-all,+${capability}`,
    // Otherwise access(2), by which Postgres checks its own files, leaves the capability out.
    '--securebits=+no_setuid_fixup',
  ]
  return { file: setpriv, args: [...privileges, '--', bound.file, ...bound.args], user: null }
}

/** Gives a folder with all that is in it to the user, unless it is theirs already. */
export async function giveTo(user: SystemUser | null, folder: string): Promise<void> {
  if (user === null) return
  const { uid } = await stat(folder)
  if (uid === user.uid) return
  await giveEachTo(user, folder)
}

async function giveEachTo(user: SystemUser, target: string): Promise<void> {
  await chown(target, user.uid, user.gid)
  if (!(await lstat(target)).isDirectory()) return
  for (const entry of await readdir(target)) await giveEachTo(user, path.join(target, entry))
}

/** Lets others pass through a folder of ours (without reading it). */
export async function openForPassing(folder: string): Promise<void> {
  const { mode } = await stat(folder)
  if ((mode & 0o111) !== 0o111) await chmod(folder, (mode & 0o7777) | 0o111)
}

async function firstClosedFolder(user: SystemUser, targets: string[]): Promise<string | null> {
  for (const target of targets) {
    for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
      const { mode, uid, gid } = await stat(folder)
      const needed = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
      if ((mode & needed) === 0) return folder
      if (folder === path.dirname(folder)) break
    }
  }
  return null
}

/** The least right of this process that opens closed folders: bits 2 and 1 of its capabilities. */
async function passThroughCapability(): Promise<string | null> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const held = Number.parseInt(/^CapEff:\s*[0-9a-f]*([0-9a-f])$/m.exec(status)?.[1] ?? '0', 16)
  if ((held & 0b100) !== 0) return 'dac_read_search'
  return (held & 0b010) !== 0 ? 'dac_override' : null
}
