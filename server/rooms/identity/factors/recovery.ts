import { RECOVERY_CODES } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { codeKey, hashOf, newCode } from '../secrets.ts'
import type { SecondWay } from '../ways.ts'
import { tellOfRecovery } from './notices.ts'
import { recoveryCodesLeft, spendRecoveryCode } from './store.ts'

/** Ten fresh codes, each different. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () => newCode())

export const hashOfCode = (code: string): Buffer => hashOf(codeKey(code))

/** By a code from paper, once: for whoever has lost the rest. */
export const recoveryWay: SecondWay<'recovery'> = {
  guessable: true,
  open: (kinds) => kinds.has('recovery'),
  async check(proving, { code }, { memberId }) {
    const { workspaceId } = proving.act
    if (!(await spendRecoveryCode(proving, memberId, hashOfCode(code)))) throw refuse('identity/wrong-code')
    const left = await recoveryCodesLeft(proving.tx, { workspaceId, memberId })
    await tellOfRecovery(proving, memberId, left)
  },
}
