import { CheckCircleOutlined, CloseCircleOutlined, LinkOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { LinkAsked, Me } from '@hufu/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { Button, Radio } from 'antd'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../data/me.ts'
import { isProblem, wordsOfError } from '../data/problem.ts'
import { useAsk, useWrite } from '../data/queries.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Facts } from '../ui/facts.tsx'
import { whyNot } from '../ui/reason-button.tsx'
import { Seal } from '../ui/seal.tsx'
import { PageSkeleton, Shown } from '../ui/states.tsx'
import { Time } from '../ui/time.tsx'
import { scannedOf } from './scanned.ts'
import type { Scanned } from './scanned.ts'
import { useSecondsTo } from './seconds.ts'
import './link-page.css'

/** What a phone shows that has scanned a QR code: what for, from where, and a yes or a no. */
export function LinkPage() {
  const { t } = useTranslation('linking')
  const scanned = scannedOf(useLocation({ select: ({ hash }) => hash }))
  const me = useQuery({ ...meQuery, retry: false })
  const stranger = isProblem(me.error) && me.error.status === 401
  return (
    <main className="link-page" id="main">
      <header>
        <Seal size={32} title="Hufu" />
        <strong>{me.data?.workspace.name}</strong>
      </header>
      {scanned === null ? (
        <Ending icon={<LinkOutlined />} title={t('broken')} words={t('brokenHint')} />
      ) : stranger ? (
        <Ending icon={<LinkOutlined />} title={t('stranger')} words={t('strangerHint')}>
          <Link to="/sign-in">{t('signIn')}</Link>
        </Ending>
      ) : (
        <Shown read={me} skeleton={<PageSkeleton />}>
          {(known) => <Opened scanned={scanned} me={known} />}
        </Shown>
      )}
    </main>
  )
}

function Opened({ scanned, me }: { readonly scanned: Scanned; readonly me: Me }) {
  const { t } = useTranslation('linking')
  const { linkId, code } = scanned
  const read = useAsk(contract.factors.openLink, { params: { linkId }, body: { code } })
  const answer = useWrite(contract.factors.answerLink, { quiet: true })
  if (read.data === undefined)
    return read.error === null ? (
      <PageSkeleton />
    ) : (
      <Ending icon={<CloseCircleOutlined />} title={wordsOfError(read.error)} words={t('overHint')} />
    )
  const asked = answer.data ?? read.data
  if (asked.state !== 'seen') return <Answered asked={asked} said={answer.variables?.body.approve} />
  return (
    <Question
      asked={asked}
      me={me}
      busy={answer.isPending}
      error={answer.error}
      onAnswer={(approve, digits) => answer.mutate({ params: { linkId }, body: { code, approve, digits } })}
    />
  )
}

type QuestionProps = {
  readonly asked: LinkAsked
  readonly me: Me
  readonly busy: boolean
  readonly error: Error | null
  readonly onAnswer: (approve: boolean, digits: string) => void
}

function Question({ asked, me, busy, error, onAnswer }: QuestionProps) {
  const { t } = useTranslation('linking')
  const [digits, setDigits] = useState<string | null>(null)
  const seconds = useSecondsTo(asked.until)
  const { approve } = asked
  return (
    <section className="sheet link-question" aria-labelledby="link-title">
      <h1 id="link-title">{t(`title.${asked.purpose}`)}</h1>
      {asked.act === null ? <p className="quiet">{t(`lead.${asked.purpose}`)}</p> : null}
      {asked.act === null ? null : <p className="link-act">{asked.act.summary}</p>}
      <p className="link-me">
        <Avatar name={me.name} size={32} /> {t('as', { name: me.name })}
      </p>
      <Facts
        facts={[
          { key: 'device', label: t('device'), value: asked.device },
          { key: 'address', label: t('address'), value: asked.address },
          { key: 'at', label: t('at'), value: <Time at={asked.at} /> },
        ]}
      />
      {approve.allowed ? (
        <Choices choices={asked.choices} value={digits} onChoose={setDigits} />
      ) : (
        <p role="alert" className="link-no">
          {whyNot(approve)}
        </p>
      )}
      {error === null ? null : (
        <p role="alert" className="link-no">
          {wordsOfError(error)}
        </p>
      )}
      <div className="link-acts">
        {approve.allowed ? (
          <Button
            type="primary"
            size="large"
            block
            loading={busy}
            disabled={digits === null}
            onClick={() => onAnswer(true, digits ?? '')}
          >
            {t(`yes.${asked.purpose}`)}
          </Button>
        ) : null}
        <Button danger size="large" block disabled={busy} onClick={() => onAnswer(false, '')}>
          {t('no')}
        </Button>
      </div>
      <small className="quiet number">{t(seconds === 0 ? 'late' : 'remaining', { seconds })}</small>
    </section>
  )
}

type ChoicesProps = {
  readonly choices: readonly string[]
  readonly value: string | null
  readonly onChoose: (digits: string) => void
}

function Choices({ choices, value, onChoose }: ChoicesProps) {
  const { t } = useTranslation('linking')
  return (
    <div className="link-choices">
      <p id="link-choices">{t('choose')}</p>
      <Radio.Group
        aria-labelledby="link-choices"
        optionType="button"
        buttonStyle="solid"
        size="large"
        value={value}
        options={choices.map((digits) => ({ value: digits, label: digits }))}
        onChange={({ target }) => onChoose(String(target.value))}
      />
    </div>
  )
}

/** What became of it. `said`: what was answered just now, on this page. */
function Answered({ asked, said }: { readonly asked: LinkAsked; readonly said: boolean | undefined }) {
  const { t } = useTranslation('linking')
  if (asked.state === 'approved')
    return <Ending good icon={<CheckCircleOutlined />} title={t('approved')} words={t('approvedHint')} />
  if (asked.state === 'declined')
    return (
      <Ending
        icon={<CloseCircleOutlined />}
        title={t(said === true ? 'differs' : 'declined')}
        words={t(said === true ? 'differsHint' : 'declinedHint')}
      >
        <Link to="/me/security">{t('security')}</Link>
      </Ending>
    )
  return <Ending icon={<CloseCircleOutlined />} title={t('over')} words={t('overHint')} />
}

type EndingProps = {
  readonly icon: ReactNode
  readonly title: string
  readonly words: string
  readonly good?: boolean
  readonly children?: ReactNode
}

function Ending({ icon, title, words, good = false, children }: EndingProps) {
  return (
    <section className="sheet link-ending" role="status">
      <span className={good ? 'link-icon link-icon-good' : 'link-icon'} aria-hidden>
        {icon}
      </span>
      <h1>{title}</h1>
      <p className="quiet">{words}</p>
      {children}
    </section>
  )
}
