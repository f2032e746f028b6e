import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describeFailure } from '../scripts/command-failure.ts'

// `npm run bench -- NAME`: runs bench/NAME.bench.ts, whose last line of output is one JSON object.

const [name, ...rest] = process.argv.slice(2)
const path = name && join(import.meta.dirname, `${name}.bench.ts`)

const isHelp = name === '--help'

if (!path || !/^\w[\w-]*$/.test(name) || !existsSync(path)) {
  const names = globSync('*.bench.ts', { cwd: import.meta.dirname })
    .map((file) => file.replace('.bench.ts', ''))
    .sort()
  if (name && !isHelp) console.error(`There is no benchmark "${name}".`)
  const say = isHelp ? console.log : console.error
  say(`Usage: npm run bench -- NAME, with NAME one of: ${names.join(', ')}.`)
  say('The last line of output is one JSON object.')
  process.exit(isHelp ? 0 : 1)
}

process.argv.splice(2, process.argv.length, ...rest)
try {
  await import(pathToFileURL(path).href)
} catch (error) {
  console.error(describeFailure(error))
  process.exit(1)
}
