import { chmod, mkdir, realpath, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { StackError, systemErrorCode } from './stack-error.ts'

/** Where each part of the stack keeps its files, all below one folder. */
export type DataFolder = {
  root: string
  /** The Postgres cluster. Belongs to the system user that runs Postgres. */
  cluster: string
  /** Bytes of the Storage objects. */
  storage: string
  /** The Deno process: import map, compile cache, pid file. */
  functions: string
  logs: string
  secretsFile: string
  lockFile: string
}

/** The layout of a data folder, without touching the disk. */
export function dataFolderAt(dataDir: string): DataFolder {
  const root = path.resolve(dataDir)
  return {
    root,
    cluster: path.join(root, 'postgres'),
    storage: path.join(root, 'storage'),
    functions: path.join(root, 'functions'),
    logs: path.join(root, 'logs'),
    secretsFile: path.join(root, 'secrets.json'),
    lockFile: path.join(root, 'stack.lock'),
  }
}

/**
 * Creates the folder and proves that it can be written to.
 * @throws StackError `data_folder_unwritable` or `disk_full`
 */
export async function prepareDataFolder(dataDir: string): Promise<DataFolder> {
  const wanted = path.resolve(dataDir)
  try {
    await mkdir(wanted, { recursive: true })
    // Process lists show real paths: with links resolved, what stands on this folder can be found.
    const folder = dataFolderAt(await realpath(wanted))
    for (const part of [folder.storage, folder.functions, folder.logs]) {
      await mkdir(part, { recursive: true, mode: 0o700 })
      await chmod(part, 0o700)
    }
    // A full disk still makes folders, but takes no bytes.
    const probe = path.join(folder.functions, '.probe')
    await writeFile(probe, Buffer.alloc(8_192))
    await rm(probe)
    return folder
  } catch (error) {
    throw asFolderError(wanted, error)
  }
}

/** Turns a failed write below the data folder into the sentence to show. */
export function asFolderError(root: string, error: unknown): unknown {
  const code = systemErrorCode(error)
  // 53100 is what Postgres calls a full disk.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') {
    return new StackError(
      'disk_full',
      `Cannot write to ${root}: the disk is full. Free some space and start again.`,
      { cause: error },
    )
  }
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    code === 'ENOTDIR' ||
    code === 'EEXIST'
  ) {
    return new StackError(
      'data_folder_unwritable',
      `Cannot write to the data folder ${root} (${code}). Make it writable for this user or choose another folder with --data-dir.`,
      { cause: error },
    )
  }
  return error
}
