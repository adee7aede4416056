/** `hufu doctor`: says what is wrong and how to mend it. Changes nothing. Exit status 0 all well, 1 something is wrong. */
import { isRefusal } from '@hufu/kit'
import { readConfig } from './platform/config/index.ts'
import { diagnose } from './platform/db/index.ts'
import { checkSecrets } from './platform/secrets/index.ts'

const marks = { fine: '✓', warning: '!', wrong: '✗' } as const

async function main(): Promise<void> {
  const json = process.argv.includes('--json')
  const config = readConfig(
    process.env,
    process.argv.slice(2).filter((word) => word !== '--json'),
  )
  const findings = [...(await diagnose(config)), ...(await checkSecrets(config))]
  if (json) console.log(JSON.stringify(findings))
  else
    for (const { state, words, mend } of findings) {
      console.log(`${marks[state]} ${words}`)
      if (mend !== undefined) console.log(`  → ${mend}`)
    }
  process.exitCode = findings.some(({ state }) => state === 'wrong') ? 1 : 0
}

main().catch((error: unknown) => {
  const words = isRefusal(error) ? error.details['words'] : undefined
  console.error(typeof words === 'string' ? words : error)
  process.exitCode = 2
})
