import { contract } from '@hufu/contract'
import type { Banner } from '@hufu/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../data/me.ts'
import { useWrite } from '../data/queries.ts'
import { useTell } from './tell.tsx'
import { clockTime } from './time.tsx'
import './top-banners.css'

/** Somebody who only looks at an open page is told as well. */
const LOOK_MS = 60_000

/** What the server wants to stand on every page. It cannot be put away. */
export function TopBanners() {
  const { data: banners = [] } = useQuery({
    ...meQuery,
    refetchInterval: LOOK_MS,
    select: (me) => me.banners,
  })
  return banners.map((banner) => <OneBanner key={`${banner.kind} ${banner.since}`} banner={banner} />)
}

function OneBanner({ banner }: { readonly banner: Banner }) {
  const { t } = useTranslation('claims')
  const { kind, words, until, claimId } = banner
  const gone = kind === 'claimed-gone'
  return (
    <div className={gone ? 'top-banner top-banner-grave' : 'top-banner'} role={gone ? 'alert' : 'status'}>
      <p>
        <strong>{words}</strong>{' '}
        {until === null ? null : <small>{t('banner.until', { time: clockTime(until) })}</small>}
      </p>
      {claimId === null ? null : (
        <span className="top-banner-acts">
          <Link to="/creator/claims/$claimId" params={{ claimId }}>
            {t('banner.see')}
          </Link>
          {gone ? <Here claimId={claimId} /> : null}
        </span>
      )}
    </div>
  )
}

function Here({ claimId }: { readonly claimId: string }) {
  const { t } = useTranslation('claims')
  const tell = useTell()
  const refute = useWrite(contract.claims.refute, { onDone: () => tell.done(t('banner.done')) })
  return (
    <Button
      type="primary"
      size="large"
      loading={refute.isPending}
      onClick={() => refute.mutate({ params: { claimId }, body: {} }, { onError: tell.problem })}
    >
      {t('banner.here')}
    </Button>
  )
}
