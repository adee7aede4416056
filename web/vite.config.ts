import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { verifyPage } from './verify/build.ts'

const server = `http://127.0.0.1:${process.env['HUFU_PORT'] ?? '7400'}`
const proxied = { target: server, changeOrigin: false }

/** Libraries that change seldom stay in files of their own, so that a new version of ours downloads little. */
const groups = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
  { name: 'query', test: /node_modules[\\/](@tanstack|i18next|react-i18next|dayjs)[\\/]/, priority: 20 },
  { name: 'contract', test: /(node_modules[\\/]zod|packages|quiet-zod)[\\/.]/, priority: 10 },
]

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), verifyPage()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Inlined data: addresses would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        page: `${import.meta.dirname}/index.html`,
        'service-worker': `${import.meta.dirname}/service-worker.ts`,
      },
      output: {
        codeSplitting: { groups },
        // The service worker rules the addresses below its own, so it stands at the root under a fixed name.
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    port: 7401,
    proxy: {
      '/api/v1/socket': { ...proxied, ws: true },
      '/api': proxied,
      '/access': proxied,
      '/healthz': proxied,
    },
  },
})
