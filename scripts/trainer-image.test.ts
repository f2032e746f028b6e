import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const text = readFileSync(join(root, 'trainer/Dockerfile'), 'utf8')

/** Instructions in order, without comments. */
const instructions = text
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => /^([A-Z]+)\s+(.*)$/.exec(line))
  .map((match) => ({ name: match?.[1] ?? 'unknown', value: match?.[2] ?? '' }))
const stages = instructions.reduce<(typeof instructions)[]>((all, instruction) => {
  if (instruction.name === 'FROM') all.push([])
  all.at(-1)!.push(instruction)
  return all
}, [])

test('is built in two stages on one small base, of which the last carries no tools', () => {
  expect(stages).toHaveLength(2)
  for (const [from] of stages) expect(from!.value).toMatch(/^node:22-bookworm-slim( AS \w+)?$/)
  expect(stages[1]!.some(({ name }) => name === 'RUN')).toBe(false)
})

test('takes packages from the lock file and nothing else', () => {
  const runs = instructions.filter(({ name }) => name === 'RUN').map(({ value }) => value)
  expect(runs[0]).toMatch(/^npm ci --workspace trainer --omit=dev/)
  expect(runs.join('\n')).not.toMatch(/curl|wget|apt|npm (install|i) /)
  expect(instructions.some(({ name }) => name === 'ADD')).toBe(false)
})

test('runs one command, not as root', () => {
  const last = stages[1]!
  expect(last.find(({ name }) => name === 'USER')?.value).toBe('1000:1000')
  expect(last.at(-1)).toEqual({ name: 'ENTRYPOINT', value: '["node", "trainer/main.ts"]' })
  expect(existsSync(join(root, 'trainer/main.ts'))).toBe(true)
})

test('holds every file that the program imports, and its packages are the trainer’s own', () => {
  const copied = ['core/', 'trainer/']
  const own = JSON.parse(readFileSync(join(root, 'trainer/package.json'), 'utf8'))
  const packages = Object.keys({ ...own.dependencies, ...own.optionalDependencies })
  const files = globSync('{core,trainer}/**/*.ts', { cwd: root }).filter(
    (file) => !/\.test\.ts$|\.fixture\.|node_modules/.test(file),
  )
  for (const file of files) {
    const source = readFileSync(join(root, file), 'utf8')
    for (const [, from] of source.matchAll(/^(?:import|export)\b[^'"]*?from '([^']+)'/gms)) {
      if (from!.startsWith('node:')) continue
      if (from!.startsWith('.')) {
        const target = relative(root, normalize(join(root, dirname(file), from!)))
        expect(
          copied.some((folder) => target.startsWith(folder)),
          `${file} imports ${from}`,
        ).toBe(true)
      } else {
        const name = from!
          .split('/')
          .slice(0, from!.startsWith('@') ? 2 : 1)
          .join('/')
        expect(packages, `${file} imports ${from}`).toContain(name)
      }
    }
  }
})
