import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig, type Plugin } from 'vite'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

/** What a build always has: routes that only answer have no code for browsers, and packages' comments are not ours. */
const isExpected = ({ code, id }: { code?: string; id?: string }) =>
  code === 'EMPTY_BUNDLE' || (code === 'INVALID_ANNOTATION' && id?.includes('node_modules') === true)

/** Writes what browsers load in Brotli as well, at its best level; `server/http/assets.ts` serves it. */
function precompress(): Plugin {
  let folder: string | undefined
  return {
    name: 'precompress',
    apply: 'build',
    configResolved({ build }) {
      if (!build.ssr) folder = build.outDir
    },
    closeBundle() {
      if (folder === undefined) return
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(?:js|css|svg|json)$/u.test(name)) continue
        const path = join(folder, name)
        writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)))
      }
    },
  }
}

export default defineConfig({
  plugins: [
    remix({
      ignoredRouteFiles: ['**/*.test.{ts,tsx}', '**/*.css'],
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_routeConfig: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
    }),
    precompress(),
  ],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    rollupOptions: {
      onwarn(warning, warn) {
        if (!isExpected(warning)) warn(warning)
      },
    },
  },
  ssr: { external: ['better-sqlite3', 'pg', '@node-rs/argon2', 'yjs'] },
})
