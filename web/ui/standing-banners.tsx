import { contract } from '@hufu/contract'
import type { Banner } from '@hufu/contract'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { meQuery, useMe } from '../data/me.ts'
import { queryClient } from '../data/queries.ts'
import { useTell } from './tell.tsx'

/** What the server says on every page. It has no way to be closed: it is there for as long as the server says it. */
export function StandingBanners() {
  const { t } = useTranslation()
  const { banners } = useMe()
  if (banners.length === 0) return null
  return (
    <section aria-label={t('banner.label')}>
      {banners.map((one) => (
        <Alert
          key={`${one.kind} ${one.since}`}
          banner
          type={one.kind === 'claimed-gone' ? 'error' : 'warning'}
          title={one.words}
          action={one.claimId === null ? null : <Here claimId={one.claimId} />}
        />
      ))}
    </section>
  )
}

/** The creator's word that they are here: it ends the claim. */
function Here({ claimId }: { readonly claimId: NonNullable<Banner['claimId']> }) {
  const { t } = useTranslation()
  const tell = useTell()
  const [busy, setBusy] = useState(false)
  const say = async (): Promise<void> => {
    setBusy(true)
    await ask(contract.claims.refute, { params: { claimId }, body: {} }).catch(tell.problem)
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
    setBusy(false)
  }
  return (
    <Button type="primary" danger loading={busy} onClick={() => void say()}>
      {t('banner.here')}
    </Button>
  )
}
