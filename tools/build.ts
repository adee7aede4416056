/**
 * `tools/build.ts`: makes `web/dist` when it is missing or made from other sources; quick and silent otherwise.
 * npm runs it after an installation, which must not fail because the web cannot be built: `--must` asks for that.
 */
import { ensureWeb } from './build/web.ts'

const built = await ensureWeb()
if (!built && process.argv.includes('--must')) process.exitCode = 1
