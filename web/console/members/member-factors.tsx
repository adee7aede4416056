import { contract } from '@hufu/contract'
import type { MemberCard } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import type { AnswerOf } from '../../data/shapes.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { Shown } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

type Factors = AnswerOf<typeof contract.factors.of>

/** By what kinds of factors a person proves who they are, and the way to take lost ones away; nothing for who may not know. */
export function MemberFactors({ member }: { readonly member: MemberCard }) {
  const { t } = useTranslation('directory')
  const allowed = member.can['sec.session.view']?.allowed === true
  const read = useAsk(contract.factors.of, { params: { memberId: member.id } }, { enabled: allowed })
  const { reset, dialog } = useReset(member)
  if (!allowed) return null
  return (
    <section className="card-part" aria-label={t('factors.title')}>
      <header>
        <h3>{t('factors.title')}</h3>
        <ReasonButton
          size="small"
          danger
          can={read.data?.reset}
          permission="sec.mfa.reset"
          disabled={read.data === undefined || !hasAny(read.data)}
          onClick={reset}
        >
          {t('factors.reset')}
        </ReasonButton>
      </header>
      <Shown read={read}>{(factors) => <Kinds factors={factors} />}</Shown>
      {dialog}
    </section>
  )
}

const hasAny = ({ totp, passkeys, recovery }: Factors): boolean => totp || passkeys > 0 || recovery > 0

function Kinds({ factors }: { readonly factors: Factors }) {
  const { t } = useTranslation('directory')
  const { t: security } = useTranslation('security')
  const { totp, passkeys, recovery, need, met } = factors
  return (
    <>
      <p className="card-tags member-factors">
        {hasAny(factors) ? null : <span className="quiet">{t('factors.none')}</span>}
        {passkeys > 0 ? <span className="tag">{t('factors.passkeys', { count: passkeys })}</span> : null}
        {totp ? <span className="tag">{t('factors.totp')}</span> : null}
        {recovery > 0 ? <span className="tag">{t('factors.recovery', { count: recovery })}</span> : null}
      </p>
      <p>
        {t(`factors.need.${need}`)}{' '}
        <span className={met ? 'tag tag-good' : 'tag tag-warn'}>
          {security(met ? 'asked.met' : 'asked.unmet')}
        </span>
      </p>
    </>
  )
}

function useReset({ id, name }: MemberCard) {
  const { t } = useTranslation('directory')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const reset = (): void =>
    askFirst({
      title: t('factors.resetTitle', { name }),
      lines: [t('factors.resetLines.gone'), t('factors.resetLines.sessions'), t('factors.resetLines.told')],
      act: t('factors.reset'),
      onAct: async (because) => {
        const { applied } = await ask(contract.factors.reset, { params: { memberId: id }, body: { because } })
        tell.done(t('factors.resetDone'), applied)
        await readAgain()
      },
    })
  return { reset, dialog }
}
