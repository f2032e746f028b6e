import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** JavaScript that a page ships, in bytes, compressed by gzip as `next start` sends it; Brotli would be 15 % less. */
export type PageWeight = {
  /** As Next names it, such as /[dataset]/months. */
  route: string
  /** Next's own and React: the same for every page. */
  framework: number
  /** What the page needs before it can be used, without the framework. */
  firstLoad: number
  /** What it loads by itself afterwards: charts. Menus and toasts, which only load when asked for, do not count. */
  afterwards: number
}

/** The most that any page may ship beyond the framework: 200 kB. */
export const PAGE_WEIGHT_LIMIT = 200_000

type RouteStats = { route: string; firstLoadChunkPaths: string[] }

/**
 * Weighs the pages of a production build.
 *
 * @param distDir folder of the build
 * @throws Error where there is no build, or one by another version of Next
 */
export function weighPages(distDir: string): PageWeight[] {
  const read = (path: string) => JSON.parse(readFileSync(join(distDir, path), 'utf8'))
  const weigh = weigher(distDir)
  const framework = new Set(frameworkFiles(distDir))
  const pages: Record<string, string> = read('app-path-routes-manifest.json')
  const stats: RouteStats[] = read('diagnostics/route-bundle-stats.json')
  return stats.map(({ route, firstLoadChunkPaths }) => {
    const first = new Set(firstLoadChunkPaths.map(inStatic))
    const later = new Set<string>()
    for (const [page, at] of Object.entries(pages)) {
      const manifest = `server/app${page}/react-loadable-manifest.json`
      if (at !== route || !existsSync(join(distDir, manifest))) continue
      for (const { files } of Object.values<{ files: string[] }>(read(manifest))) {
        for (const file of files) if (file.endsWith('.js') && !first.has(file)) later.add(file)
      }
    }
    return {
      route,
      framework: weigh(framework),
      firstLoad: weigh([...first].filter((file) => !framework.has(file))),
      afterwards: weigh(later),
    }
  })
}

/** Scripts of Next and React that every page of a build loads, such as `static/chunks/….js`. */
export function frameworkFiles(distDir: string): string[] {
  return JSON.parse(readFileSync(join(distDir, 'build-manifest.json'), 'utf8')).rootMainFiles
}

/** `.next/static/chunks/a.js`, whatever the folder's name → `static/chunks/a.js` */
function inStatic(path: string): string {
  return path.slice(path.indexOf('static/'))
}

function weigher(distDir: string): (files: Iterable<string>) => number {
  const known = new Map<string, number>()
  return (files) => {
    let total = 0
    for (const file of files) {
      const bytes = known.get(file) ?? gzipSync(readFileSync(join(distDir, file))).length
      known.set(file, bytes)
      total += bytes
    }
    return total
  }
}
