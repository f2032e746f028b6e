import { spawn } from 'node:child_process'
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { asFolderError, type DataFolder } from './data-folder.ts'
import { asPostgresError, loadPrograms } from './postgres-programs.ts'
import { findPostgresUser, launchAs, openForPassing, type SystemUser } from './postgres-user.ts'
import { onlyEnvironment } from './processes.ts'
import { systemErrorCode } from './stack-error.ts'

/** Whether the folder holds a finished cluster. */
export async function clusterExists(folder: DataFolder): Promise<boolean> {
  try {
    await stat(path.join(folder.cluster, 'PG_VERSION'))
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false
    throw error
  }
}

/**
 * Creates the cluster. It is built beside its place and moved there when finished, so that a start that
 * is killed half-way leaves nothing that looks like a cluster.
 * @throws StackError `disk_full`, `permission_missing`, `postgres_failed`
 */
export async function createCluster(folder: DataFolder, password: string): Promise<void> {
  const user = await findPostgresUser()
  const unfinished = `${folder.cluster}.new`
  const passwordFile = path.join(folder.root, '.initdb-password')
  try {
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(unfinished, { mode: 0o700 })
    await writeFile(passwordFile, password, { mode: 0o600 })
    await prepareOwnership(folder, user, [unfinished, passwordFile])
    await initialiseCluster(unfinished, passwordFile, user)
    await rename(unfinished, folder.cluster)
  } catch (error) {
    throw asFolderError(folder.root, error)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function prepareOwnership(
  folder: DataFolder,
  user: SystemUser | null,
  files: string[],
): Promise<void> {
  if (user === null) return
  await openForPassing(folder.root)
  for (const file of files) await chown(file, user.uid, user.gid)
}

async function initialiseCluster(
  cluster: string,
  passwordFile: string,
  user: SystemUser | null,
): Promise<void> {
  const { initdb } = await loadPrograms()
  const args = [
    `--pgdata=${cluster}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]
  const launch = await launchAs(user, { file: initdb, args }, [cluster])
  const child = spawn(launch.file, launch.args, {
    ...launch.user,
    cwd: '/',
    env: onlyEnvironment({ PATH: process.env.PATH, LC_ALL: 'C' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw asPostgresError('create the database', output)
}
