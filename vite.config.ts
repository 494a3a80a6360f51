import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig } from 'vite'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

/** What a build always has: routes that only answer have no code for browsers, and packages' comments are not ours. */
const isExpected = ({ code, id }: { code?: string; id?: string }) =>
  code === 'EMPTY_BUNDLE' || (code === 'INVALID_ANNOTATION' && id?.includes('node_modules') === true)

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
