// node scripts/sbom.main.ts > sbom.json
// Prints the software bill of materials: every package of the lock file with version, licence and hash.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderSbom } from './supply-chain/render-sbom.ts'

const lockFile = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')
console.log(JSON.stringify(renderSbom(lockFile), null, 1))
