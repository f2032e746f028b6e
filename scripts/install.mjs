import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** An installation that failed, told in one sentence. */
export class InstallFailure extends Error {}

/**
 * Runs `npm ci` when node_modules is missing, unfinished, or made from another lock file. Commands started
 * at the same time wait for the first one.
 *
 * @param {string} root folder of package-lock.json
 * @returns {Promise<boolean>} whether something was installed
 * @throws {InstallFailure} with one sentence to show
 */
export async function ensureInstalled(root) {
  if (isCurrent(root)) return false
  const release = await takeLock(root)
  try {
    if (isCurrent(root)) return true
    await install(root)
    writeFileSync(stampPath(root), lockHash(root))
    return true
  } finally {
    release()
  }
}

const stampPath = (root) => join(root, 'node_modules/.installed-lock-hash')

const lockHash = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

function isCurrent(root) {
  // npm writes its hidden lock file last: without it the installation did not finish.
  const hiddenLock = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(hiddenLock)) return false
  const stamp = stampPath(root)
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(hiddenLock).mtimeMs) {
    return readFileSync(stamp, 'utf8') === lockHash(root)
  }
  return statSync(hiddenLock).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
}

async function install(root) {
  // Behind `npm run`, `node` may be the one in node_modules, which npm ci is about to delete.
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.env.npm_node_execpath ?? process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  const [file, ...first] = npm
  const child = spawn(
    file,
    [
      ...first,
      'ci',
      '--include=dev',
      '--include=optional',
      '--ignore-scripts=false',
      '--loglevel=error',
      '--no-audit',
      '--no-fund',
      '--no-progress',
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' },
  )
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-20_000)
  })
  const stop = () => child.kill('SIGTERM')
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const progress = showProgress(root)
  const outcome = await new Promise((done) => {
    child.once('error', (error) => done({ error }))
    child.once('close', (code, signal) => done({ code, signal }))
  })
  progress.end(outcome.code === 0)
  process.off('SIGINT', stop).off('SIGTERM', stop)
  if (outcome.code === 0) return
  if (outcome.signal) throw new InstallFailure('Installing was stopped.')
  throw new InstallFailure(explain(outcome.error?.message ?? errors))
}

function showProgress(root) {
  const startedAt = Date.now()
  const tty = process.stdout.isTTY
  const print = () => {
    const seconds = Math.round((Date.now() - startedAt) / 1000)
    const line = `Installing packages: ${countPackages(root)} unpacked, ${seconds} s`
    process.stdout.write(tty ? `\r\x1b[K${line}` : `${line}\n`)
  }
  print()
  const timer = setInterval(print, tty ? 500 : 10_000)
  return {
    end(done) {
      clearInterval(timer)
      const seconds = Math.round((Date.now() - startedAt) / 1000)
      const line = done ? `Packages installed in ${seconds} s` : 'Installing packages failed'
      process.stdout.write(tty ? `\r\x1b[K${line}\n` : `${line}\n`)
    },
  }
}

function countPackages(root) {
  const list = (path) => {
    try {
      return readdirSync(path).filter((name) => !name.startsWith('.'))
    } catch {
      return []
    }
  }
  const modules = join(root, 'node_modules')
  const folders = list(modules).flatMap((name) =>
    name.startsWith('@') ? list(join(modules, name)).map((inner) => join(name, inner)) : [name],
  )
  // npm makes every folder at once and fills them afterwards.
  return folders.filter((folder) => existsSync(join(modules, folder, 'package.json'))).length
}

/** One sentence from npm's error codes; anything unknown shows npm's own last words. */
function explain(errors) {
  const has = (...codes) => codes.some((code) => errors.includes(code))
  if (has('ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ETIMEDOUT', 'ERR_SOCKET', 'ECONNRESET')) {
    return 'Cannot install the packages: the npm registry cannot be reached. Check the network (or `npm config get registry`) and try again.'
  }
  if (has('ENOSPC')) {
    return 'Cannot install the packages: the disk is full. Free about 1.5 GB and try again.'
  }
  if (has('EACCES', 'EPERM', 'EROFS')) {
    return 'Cannot install the packages: this folder (or npm’s cache) cannot be written by this user. Give it to yourself or clone elsewhere.'
  }
  if (has('in sync', 'Missing:')) {
    return 'Cannot install the packages: package-lock.json does not fit package.json. Take both from the repository, or run `npm install`.'
  }
  if (has('ENOENT') && has('npm')) {
    const noNpm = /spawn npm(\.cmd)? ENOENT/.test(errors)
    if (noNpm)
      return 'Cannot install the packages: npm was not found. Install Node.js together with npm.'
  }
  const words = errors
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, ''))
    .filter((line) => line.trim() !== '' && !line.includes('complete log'))
  return `Cannot install the packages: npm ci failed.\n${words.slice(-15).join('\n')}`
}

async function takeLock(root) {
  const folder = join(root, '.local')
  const path = join(folder, 'install.lock')
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new InstallFailure(
      `Cannot install the packages: ${folder} cannot be created (${error.code}). Give this folder to your user or clone elsewhere.`,
    )
  }
  let told = false
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if (error.code === 'ENOSPC') {
        throw new InstallFailure('Cannot install the packages: the disk is full.')
      }
      if (error.code !== 'EEXIST') {
        throw new InstallFailure(
          `Cannot install the packages: ${path} cannot be written (${error.code}). Give this folder to your user or clone elsewhere.`,
        )
      }
    }
    if (!isAlive(holderOf(path))) {
      rmSync(path, { force: true })
      continue
    }
    if (!told) console.log('Another command is installing the packages: waiting for it.')
    told = true
    await new Promise((wake) => setTimeout(wake, 500))
  }
}

function holderOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return Number.NaN
  }
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
