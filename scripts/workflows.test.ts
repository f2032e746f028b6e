import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')
const folder = join(root, '.github/workflows')

const stepSchema = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.unknown()).optional(),
  with: z.record(z.string(), z.unknown()).optional(),
})
const jobSchema = z.looseObject({
  'runs-on': z.string().regex(/^ubuntu-\d\d\.04$/),
  'timeout-minutes': z.int().max(60),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  steps: z.array(stepSchema).min(1),
})
/** A job that is another workflow of this repository. */
const callSchema = z
  .strictObject({
    name: z.string(),
    uses: z.string().regex(/^\$\/\.github\/workflows\/[\w-]+\.yml$/),
  })
  .transform((job) => ({ ...job, steps: [], needs: [], permissions: {}, outputs: {} }))
const workflowSchema = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  env: z.record(z.string(), z.unknown()).optional(),
  jobs: z.record(z.string(), z.union([jobSchema, callSchema])),
})

const files = readdirSync(folder).filter((file) => file.endsWith('.yml'))

describe.each(files)('the workflow %s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8')
  const workflow = workflowSchema.parse(parse(text))
  const jobs = Object.entries(workflow.jobs)
  const steps = jobs.flatMap(([, job]) => job.steps)

  test('pins every action by commit, with its version beside it', () => {
    const uses = [...text.matchAll(/uses: (?!\$\/)(.*)$/gm)].map((match) => match[1]!)
    for (const action of uses) {
      expect(action).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    }
  })

  test('may only read, unless a job needs more and says so', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    for (const [, { permissions }] of jobs) {
      for (const [scope, access] of Object.entries(permissions ?? {})) {
        if (access === 'write') expect(['packages', 'issues']).toContain(scope)
      }
    }
    for (const { uses, with: options } of steps) {
      if (uses?.startsWith('actions/checkout@')) {
        expect(options?.['persist-credentials']).toBe(false)
      }
    }
  })

  test('puts nothing from outside into a script', () => {
    for (const { run } of steps) expect(run ?? '').not.toContain('${{')
  })

  test('refers to jobs, outputs and steps that exist', () => {
    const names = jobs.map(([name]) => name)
    for (const [, { needs }] of jobs) {
      for (const needed of [needs ?? []].flat()) expect(names).toContain(needed)
    }
    for (const [, job, output] of text.matchAll(/needs\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      expect(Object.keys(workflow.jobs[job!]?.outputs ?? {})).toContain(output)
    }
    for (const [, step] of text.matchAll(/steps\.([\w-]+)\.outputs/g)) {
      expect(steps.map(({ id }) => id)).toContain(step)
    }
  })

  test('uses only secrets and variables that the hosting page names', () => {
    const page = readFileSync(join(root, 'docs/hosting.md'), 'utf8')
    for (const [, name] of text.matchAll(/\b(?:secrets|vars)\.([A-Z_]+)/g)) {
      if (name !== 'GITHUB_TOKEN') expect(page).toContain(name)
    }
  })

  test('starts off the hour when it has a calendar', () => {
    for (const [, minute] of text.matchAll(/cron: '(\S+) /g)) {
      expect(Number(minute) % 15).not.toBe(0)
    }
  })
})

test('every set-off of the trainer is there', () => {
  const { on } = workflowSchema.parse(parse(readFileSync(join(folder, 'retrain.yml'), 'utf8')))
  expect(Object.keys(on).sort()).toEqual([
    'push',
    'repository_dispatch',
    'schedule',
    'workflow_dispatch',
  ])
})
