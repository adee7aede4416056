import { refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { limits } from '../limits.ts'
import type { Hashed } from '../password.ts'
import type { People, Rights } from '../people.ts'
import { putCredential, putChosen } from '../store.ts'
import { insertWorkspace, lockFounding, lockSetupCode, markSetupCodeUsed } from '../store-codes.ts'

export type Founding = {
  readonly codeHash: Buffer
  readonly company: string
  readonly name: string
  readonly login: string
  readonly password: Hashed
  readonly locale: 'zh-CN' | 'en-US'
}

/** Founds the company: workspace, root department, the creator with their seat, the baseline of all members. */
export async function found(
  act: Act,
  asked: Founding,
  { people, rights }: { readonly people: People; readonly rights: Rights },
): Promise<{ readonly creatorId: string }> {
  const exists = await lockFounding(act)
  const code = await lockSetupCode(act, asked.codeHash)
  if (exists) throw refuse('identity/already-set-up')
  if (code === undefined || code.usedAt !== null || code.attempts >= limits.setupAttemptsMax)
    throw refuse('identity/code-invalid')
  const tally = permit(act, 'sys.org.found', { type: 'workspace' })
  await insertWorkspace(tally, asked.company)
  await markSetupCodeUsed(tally, asked.codeHash)
  const { creatorId } = await people.found(tally, {
    company: asked.company,
    creator: { name: asked.name, login: asked.login },
  })
  await rights.found(tally, creatorId, asked.locale)
  await putCredential(tally, creatorId, asked.password)
  await putChosen(tally, creatorId, { locale: asked.locale })
  record(tally, { name: 'credential.set@1', data: { memberId: creatorId } }, { about: [creatorId] })
  return { creatorId }
}
