import { z } from 'zod'

const lockSchema = z.object({
  name: z.string(),
  version: z.string(),
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      link: z.boolean().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
})

/**
 * The software bill of materials of a lock file: CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/), one component for
 * each package and version. `npm sbom` refuses a tree in which an optional package's peers disagree; this reads the lock
 * file alone.
 */
export function renderSbom(lockFile: string): object {
  const { name, version, packages } = lockSchema.parse(JSON.parse(lockFile))
  const components = new Map<string, object>()
  for (const [path, entry] of Object.entries(packages)) {
    if (!path.includes('node_modules/') || entry.link || !entry.version) continue
    const packageName = path.replace(/^.*node_modules\//, '')
    const purl = `pkg:npm/${packageName.replace('@', '%40')}@${entry.version}`
    components.set(purl, {
      type: 'library',
      'bom-ref': purl,
      name: packageName,
      version: entry.version,
      scope: entry.dev ? 'excluded' : entry.optional ? 'optional' : 'required',
      purl,
      ...(entry.license ? { licenses: [{ expression: entry.license }] } : {}),
      ...(entry.integrity ? { hashes: [hashOf(entry.integrity)] } : {}),
    })
  }
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name, version } },
    components: [...components.values()],
  }
}

/** Subresource integrity (`sha512-…`, base64) as CycloneDX writes a hash. */
function hashOf(integrity: string): { alg: string; content: string } {
  const [algorithm = '', digest = ''] = integrity.split('-', 2)
  return {
    alg: algorithm.toUpperCase().replace('SHA', 'SHA-'),
    content: Buffer.from(digest, 'base64').toString('hex'),
  }
}
