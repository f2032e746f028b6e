// Entry of every `npm run` command. It is parsed by whatever Node the machine has, so it uses nothing
// newer than Node 13 until the version is known; the commands themselves run on the Node 22 of node_modules.

const OLDEST = [20, 9]

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(
    `Fraud Desk needs Node ${OLDEST.join('.')} or newer to start, and this is Node ${process.versions.node}: ` +
      'install a newer one from https://nodejs.org and try again.',
  )
  process.exit(1)
}

import('./run-command.mjs').then(({ runCommand }) => runCommand(process.argv.slice(2)))
