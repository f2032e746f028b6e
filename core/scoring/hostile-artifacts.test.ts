import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../random.ts'
import { artifacts, shape, withPayload } from './damage-artifact.ts'
import { encodeModelArtifact, parseModelArtifact } from './model-artifact.ts'
import { sampleFeatures } from './sample-model.ts'
import { loadScorer } from './score.ts'

describe('hostile artifacts never crash the reader or the scorer', () => {
  const features = sampleFeatures(new Random('hostile'), 300, shape.featureCount, 0.1)

  function requireHarmless(bytes: Uint8Array): boolean {
    const { data, error } = parseModelArtifact(bytes)
    if (error) return error.message.startsWith('Cannot read the model artifact: ')
    const scorer = loadScorer(data)
    if (scorer.featureCount !== shape.featureCount) return true
    const areFinite = scorer
      .explain(features)
      .every(({ contribution }) => Number.isFinite(contribution))
    return areFinite && scorer.score(features, 300).every((score) => score >= 0 && score <= 1)
  }

  test.each(artifacts)('bytes of $manifest.family changed at random', (artifact) => {
    const bytes = encodeModelArtifact(artifact.manifest, artifact.payload)
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const damaged = bytes.slice()
        for (const [position, byte] of changes) damaged[position] = byte
        return requireHarmless(damaged)
      }),
      { seed: 1, numRuns: 1500 },
    )
  })

  test.each(artifacts)('numbers of $manifest.family replaced at random', (artifact) => {
    const value = fc.oneof(
      fc.constantFrom(0, 1, -1, 2, 3e38, -3e38, 1e-45, 1e6, 1e-12),
      fc.float(),
      fc.integer({ min: -2, max: 40 }),
    )
    const change = fc.tuple(fc.nat(artifact.payload.length - 1), value)
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) =>
        requireHarmless(
          withPayload(artifact, (payload) => {
            for (const [position, number] of changes) payload[position] = number
          }),
        ),
      ),
      { seed: 2, numRuns: 1500 },
    )
  })

  test.each(['schemaVersion', 'metrics', 'model'])('%s nested a hundred thousand deep', (field) => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const text = JSON.stringify({ ...artifacts[0]!.manifest, [field]: 'HERE' })
    const json = text.replace('"HERE"', deep)
    const bytes = Buffer.alloc(8 + Math.ceil(json.length / 4) * 4, ' ')
    bytes.write('FDM1')
    bytes.writeUInt32LE(bytes.length - 8, 4)
    bytes.write(json, 8)
    expect(parseModelArtifact(bytes).error?.code).toMatch(
      /^(unsupported_version|manifest_invalid|manifest_not_json)$/,
    )
  })

  test('random bytes after a right beginning', () => {
    const start = new TextEncoder().encode('FDM1')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (rest) =>
        requireHarmless(Uint8Array.of(...start, ...rest)),
      ),
      { seed: 3, numRuns: 1000 },
    )
  })
})
