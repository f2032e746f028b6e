import type { NextConfig } from 'next'

/** Headers that are the same for every answer. What depends on the request (policy with nonce, request id) is in proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

const nextConfig: NextConfig = {
  // Tests build into a folder of their own, beside a running demo.
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  typescript: {
    // `npm run check` type-checks the whole repository, so a build does not do it again.
    ignoreBuildErrors: true,
    // A file that extends another one is left alone by `next build`, whatever the folder of the build.
    tsconfigPath: 'tsconfig.next.json',
  },
  agentRules: false,
  turbopack: {
    // Browsers get the small part of these that the app uses: 22, 4 and 5 kB of gzip less on the pages that have them.
    resolveAlias: {
      'zod/mini': { browser: './lib/browser/zod-mini.ts' },
      'victory-vendor/d3-scale': { browser: './components/charts/chart-scales.ts' },
      'd3-interpolate': { browser: './components/charts/interpolate-numbers.ts' },
    },
  },
  devIndicators: false,
  experimental: {
    // `forbidden()` answers 403 and renders app/forbidden.tsx.
    authInterrupts: true,
    // A checkout is built once; writing the cache for a second build takes longer than it would save.
    turbopackFileSystemCacheForBuild: false,
    // A second `npm run dev` on the cache of the first one lets the browser reload without end ("HMR hash mismatch").
    turbopackFileSystemCacheForDev: false,
  },
  // Browsers ask for it before they have read where the icon is.
  async rewrites() {
    return [{ source: '/favicon.ico', destination: '/icon.svg' }]
  },
  async headers() {
    return [{ source: '/:path*', headers: securityHeaders }]
  },
}

export default nextConfig
