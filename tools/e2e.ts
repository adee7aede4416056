/** `npm run e2e -- [playwright options]`: the stories in a real browser, for example `--grep "main job"`. */
import { ensureBrowser } from './browser/find.ts'
import { ensureWeb } from './build/web.ts'
import { become, compiledOnce } from './command.ts'

const chromium = await ensureBrowser()
if (chromium === null) process.exitCode = 2
else if (await ensureWeb())
  await become(['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)], {
    ...compiledOnce,
    HUFU_CHROMIUM: chromium,
  })
else process.exitCode = 1
