import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import path from 'node:path'

/** A program with its arguments. */
export type Launch = { file: string; args: string[] }

/**
 * Lets the kernel send `signal` to the program when this process dies, however it dies. Linux can; where
 * it cannot, or setpriv is missing, the program is launched as it is and the next start cleans up.
 */
export async function endingWithParent(signal: 'INT' | 'KILL', launch: Launch): Promise<Launch> {
  const setpriv = process.platform === 'linux' ? await findProgram('setpriv') : null
  if (setpriv === null) return launch
  return { file: setpriv, args: ['--pdeathsig', signal, '--', launch.file, ...launch.args] }
}

/** The first program of this name on the PATH. */
export async function findProgram(name: string): Promise<string | null> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name)
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (folder !== '' && isThere) return file
  }
  return null
}
