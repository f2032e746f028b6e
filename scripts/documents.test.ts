import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort()
const textOf = new Map(documents.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
const { commands }: { commands: Record<string, unknown> } = await import(
  join(import.meta.dirname, 'commands.mjs')
)

/** What GitHub makes of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')
}

/** Targets of links and pictures that lie in the repository. */
function listTargets(text: string): string[] {
  const links = [
    ...text.matchAll(/\]\(([^)\s]+)\)/g),
    ...text.matchAll(/(?:src|srcset)="([^"]+)"/g),
  ]
  return links.map(([, target]) => target!).filter((target) => !/^[a-z]+:/.test(target))
}

test.each(documents)('every link of %s leads somewhere', (path) => {
  for (const target of listTargets(textOf.get(path)!)) {
    const [file = '', anchor] = target.split('#')
    const linked = file === '' ? path : join(dirname(path), file)
    expect(existsSync(join(root, linked)), `${target} in ${path}`).toBe(true)
    if (anchor === undefined) continue
    const headings = [...textOf.get(linked)!.matchAll(/^#+ (.*)$/gm)].map(([, h]) => anchorOf(h!))
    expect(headings, `${target} in ${path}`).toContain(anchor)
  }
})

test('the README leads to every page, and its table names every command', () => {
  const readme = textOf.get('README.md')!
  for (const page of documents.filter((path) => /^docs\/[^/]+$/.test(path))) {
    expect(readme).toContain(`](${page})`)
  }
  for (const name of Object.keys(commands)) {
    expect(readme).toMatch(new RegExp(`npm (run )?${name}\\b`))
  }
})

test.each(documents)('every command that %s names exists', (path) => {
  for (const [, name] of textOf.get(path)!.matchAll(/npm run ([a-z][\w-]*)/g)) {
    expect(Object.keys(commands), `npm run ${name} in ${path}`).toContain(name)
  }
})

test('every file that a document names by its path is there', () => {
  const rooms = 'app|bench|components|core|docs|lib|lint|local|scripts|supabase|tests|trainer'
  const paths = new RegExp(
    `\`((?:${rooms})/[\\w./\\[\\]()-]*\\.(?:ts|tsx|mjs|sql|toml|md|html))\``,
    'g',
  )
  for (const [path, text] of textOf) {
    for (const [, named] of text.matchAll(paths)) {
      expect(existsSync(join(root, named!)), `${named} in ${path}`).toBe(true)
    }
  }
})
