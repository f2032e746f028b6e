import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { commands } from './commands.mjs'
import { ensureInstalled, InstallFailure } from './install.mjs'

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')

/**
 * Shows a command's help, or installs the packages if need be, runs the command's entry on the Node of node_modules, and
 * ends this process the way the command ended.
 *
 * @param {string[]} argv command and its arguments
 */
export async function runCommand([name, ...rest]) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined
  if (!command) {
    const asked = name && name !== '--help' && name !== 'help'
    if (asked) console.error(`There is no command "${name}".`)
    const lines = Object.entries(commands).map(
      ([key, { purpose }]) => `  npm run ${key.padEnd(12)} ${purpose}`,
    )
    console.log(
      `Commands:\n${lines.join('\n')}\nOptions stand behind a lone --; npm run NAME -- --help shows them.`,
    )
    process.exit(asked ? 1 : 0)
  }

  const asksForHelp = rest.includes('--help') || rest.includes('-h')
  if (asksForHelp && command.help) {
    console.log(command.help)
    return
  }

  const startedAt = Date.now()
  let installed
  try {
    installed = await ensureInstalled(root)
  } catch (error) {
    if (!(error instanceof InstallFailure)) throw error
    console.error(error.message)
    process.exit(1)
  }

  const entry = join(root, command.entry)
  if (!existsSync(entry)) {
    console.error(`Cannot run "${name}": ${command.entry} is missing from this clone.`)
    process.exit(1)
  }
  // Demo's table of times begins with the installation.
  const env = installed
    ? { ...process.env, FRAUD_DESK_INSTALL_MS: String(Date.now() - startedAt) }
    : process.env
  const node = join(
    root,
    'node_modules/node/bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  // What the running demo wrote; variables that are set already win.
  const localEnv = join(root, '.local/env')
  const settings =
    ['train', 'backtest', 'bench'].includes(name) && existsSync(localEnv)
      ? [`--env-file=${localEnv}`]
      : []
  const child = spawn(
    node,
    [
      '--disable-warning=ExperimentalWarning',
      ...settings,
      entry,
      ...(asksForHelp ? ['--help'] : rest),
    ],
    {
      cwd: process.cwd(),
      env,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    },
  )
  passSignals(child)
  child.once('error', (error) => {
    console.error(`Cannot start Node 22 from node_modules: ${error.message}. Run \`npm ci\`.`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => {
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1))
  })
}

/**
 * A terminal's Ctrl-C reaches the command by itself; a signal sent to this process alone has to be handed on.
 * If npm is killed hard, nobody forwards anything: then the change of parent is the signal. If this process
 * is killed hard, the command sees its IPC channel close.
 */
function passSignals(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = lineage()
  const watch = setInterval(() => {
    if (lineage() !== npm) child.kill('SIGTERM')
  }, 1_000)
  watch.unref()
}

/** This process's parent, and the parent's parent where a shell stands between npm and this process. */
function lineage() {
  const parent = process.ppid
  try {
    // pid (name) state ppid …
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8')
    const [, name, grandparent] = /\((.*)\) \S (\d+)/.exec(stat)
    return /^(sh|dash|bash|ash|zsh)$/.test(name) ? `${parent} ${grandparent}` : `${parent}`
  } catch {
    return `${parent}`
  }
}
