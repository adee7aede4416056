#!/usr/bin/env node
// Whatever Node runs this, the command line itself needs Node 24: it takes the one that was installed beside it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const inside = (path) => fileURLToPath(new URL(path, import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { main } = await import('./hufu.ts')
  process.exitCode = await main(process.argv.slice(2))
} else {
  const node = ['../node_modules/.bin/node', '../../../.bin/node']
    .map(inside)
    .find((path) => existsSync(path))
  if (node === undefined) {
    console.error('hufu needs Node 24: https://nodejs.org')
    process.exitCode = 1
  } else {
    const { status, signal } = spawnSync(node, [inside('./hufu.mjs'), ...process.argv.slice(2)], {
      stdio: 'inherit',
    })
    process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1)
  }
}
