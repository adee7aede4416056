import { contract } from '@hufu/contract'
import type { FactorsView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../../data/queries.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Shown } from '../../ui/states.tsx'
import { MySessions } from '../my-sessions.tsx'
import { PasswordForm } from '../password-form.tsx'
import '../self.css'
import { Authenticator } from './authenticator.tsx'
import { Passkeys } from './passkeys.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import './security.css'

/** How I prove who I am, and where I am signed in. */
export function SecurityPage() {
  const { t } = useTranslation('security')
  const { t: self } = useTranslation('self')
  return (
    <div className="page page-narrow self">
      <p>
        <Link to="/me">{self('title')}</Link>
      </p>
      <PageHead title={t('title')} lead={t('lead')} />
      <SecurityParts />
    </div>
  )
}

/** All that belongs to it; also the whole of what a session may open that has not proved enough. */
export function SecurityParts() {
  const read = useAsk(contract.factors.mine, {})
  return (
    <>
      <Shown read={read}>
        {(factors) => (
          <>
            <Asked factors={factors} />
            <Passkeys factors={factors} />
            <Authenticator factors={factors} />
            <RecoveryCodes factors={factors} />
          </>
        )}
      </Shown>
      <PasswordForm since={read.data?.passwordSetAt ?? null} />
      <MySessions />
    </>
  )
}

/** What the company asks of me, and whether I have it. */
function Asked({ factors: { need, met } }: { readonly factors: FactorsView }) {
  const { t } = useTranslation('security')
  return (
    <section className="sheet sheet-pad security-asked" aria-label={t('asked.title')}>
      <h2>{t('asked.title')}</h2>
      <p>
        {t(`asked.${need}`)}{' '}
        <span className={met ? 'tag tag-good' : 'tag tag-warn'}>{t(met ? 'asked.met' : 'asked.unmet')}</span>
      </p>
    </section>
  )
}
