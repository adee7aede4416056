import { CheckCircleOutlined, CloseCircleOutlined, MobileOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { LinkShown } from '@hufu/contract'
import { Button, Spin } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { wordsOfError } from '../data/problem.ts'
import { watchLink } from './link-watch.ts'
import type { LinkSeen } from './link-watch.ts'
import { Qr } from './qr.tsx'
import { useSecondsTo } from './seconds.ts'
import './proving.css'

type Props = {
  /** Makes a code. */
  readonly show: () => Promise<LinkShown>
  /** Uses its yes. What it throws is told here. */
  readonly onApproved: (link: LinkShown) => Promise<unknown>
}

const stateOf = async ({ id, secret }: LinkShown) =>
  (await ask(contract.factors.linkState, { params: { linkId: id }, body: { secret } })).state

/** A QR code to be scanned with a phone that is signed in, and how that goes. */
export function LinkPanel(props: Props) {
  const [attempt, setAttempt] = useState(0)
  return <Attempt key={attempt} {...props} onAgain={() => setAttempt((before) => before + 1)} />
}

function Attempt({ show, onApproved, onAgain }: Props & { readonly onAgain: () => void }) {
  const [seen, setSeen] = useState<LinkSeen>({ state: 'drawing' })
  const showNow = useEffectEvent(show)
  const redeem = useEffectEvent(async (link: LinkShown) => void (await onApproved(link)))
  // The code lives on the server, and a phone answers it there: this is what effects are for.
  useEffect(() => {
    let stopped = false
    const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
    const doors = { show: () => showNow(), redeem: (link: LinkShown) => redeem(link), stateOf, wait }
    void watchLink({ ...doors, now: Date.now }, setSeen, () => stopped)
    return () => {
      stopped = true
    }
  }, [])
  return (
    <section className="link-panel">
      <Drawn seen={seen} />
      <Said seen={seen} onAgain={onAgain} />
    </section>
  )
}

function Drawn({ seen }: { readonly seen: LinkSeen }) {
  const { t } = useTranslation('proving')
  switch (seen.state) {
    case 'shown':
      return (
        <div className="link-place">
          <Qr text={seen.link.url} label={t('link.code')} />
        </div>
      )
    case 'seen':
      return (
        <div className="link-place link-place-quiet">
          <MobileOutlined aria-hidden />
        </div>
      )
    case 'approved':
      return (
        <div className="link-place link-place-quiet link-place-good">
          <CheckCircleOutlined aria-hidden />
        </div>
      )
    case 'drawing':
      return (
        <div className="link-place link-place-quiet">
          <Spin />
        </div>
      )
    default:
      return (
        <div className="link-place link-place-quiet">
          <CloseCircleOutlined aria-hidden />
        </div>
      )
  }
}

function Said({ seen, onAgain }: { readonly seen: LinkSeen; readonly onAgain: () => void }) {
  const { t } = useTranslation('proving')
  if (seen.state === 'shown' || seen.state === 'seen')
    return (
      <>
        <p className="link-digits">
          <span>{t('link.digits')}</span> <strong>{seen.link.digits}</strong>
        </p>
        <p role="status" className={seen.state === 'seen' ? 'link-said' : 'link-said quiet'}>
          {t(seen.state === 'seen' ? 'link.seen' : 'link.lead')}
        </p>
        {seen.state === 'shown' ? <Remaining until={seen.link.until} /> : null}
      </>
    )
  if (seen.state === 'drawing' || seen.state === 'approved')
    return (
      <p role="status" className="link-said quiet">
        {t(`link.${seen.state}`)}
      </p>
    )
  return (
    <>
      <p role="alert" className="link-said">
        {seen.state === 'failed' ? wordsOfError(seen.error) : t(`link.${seen.state}`)}
      </p>
      <Button onClick={onAgain}>{t('link.again')}</Button>
    </>
  )
}

function Remaining({ until }: { readonly until: string }) {
  const { t } = useTranslation('proving')
  return (
    <small className="quiet number" aria-hidden>
      {t('link.renews', { seconds: useSecondsTo(until) })}
    </small>
  )
}
