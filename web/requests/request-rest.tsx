import { contract } from '@hufu/contract'
import type { RequestView } from '@hufu/contract'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { readAgain } from '../data/queries.ts'
import { MemberPicker } from '../ui/member-picker.tsx'
import { Person } from '../ui/person.tsx'
import { useTell } from '../ui/tell.tsx'
import { Span, Time } from '../ui/time.tsx'
import { WordsForm } from './words-form.tsx'

type Props = { readonly view: RequestView }

/** What colleagues say for it: they are asked for their word, and those who were asked write it here. */
export function Endorsements({ view }: Props) {
  const { t } = useTranslation('requests')
  const { endorsements, can } = view
  if (endorsements.length === 0 && !can.endorse.allowed && !can.invite.allowed) return null
  return (
    <section className="sheet sheet-pad" aria-labelledby={`endorse-${view.id}`}>
      <h2 id={`endorse-${view.id}`}>{t('endorse.title')}</h2>
      {endorsements.length === 0 ? <p className="quiet">{t('endorse.none')}</p> : null}
      <ul className="request-endorsements">
        {endorsements.map(({ by, at, words, joins }) => (
          <li key={by.id}>
            <Person name={by.name} hint={by.department} size={28} />
            {words === null ? (
              <p className="quiet">{t('endorse.waiting')}</p>
            ) : (
              <blockquote>{words}</blockquote>
            )}
            <small className="quiet">
              {joins ? <span className="tag">{t('endorse.joined')}</span> : null} <Time at={at} />
            </small>
          </li>
        ))}
      </ul>
      {can.endorse.allowed ? <EndorseForm view={view} /> : null}
      {can.invite.allowed ? <Invite view={view} /> : null}
    </section>
  )
}

function Invite({ view }: Props) {
  const { t } = useTranslation('requests')
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const without = new Set([view.member.id, view.requester.id, ...view.endorsements.map(({ by }) => by.id)])
  const invite = async (memberIds: string[]): Promise<void> => {
    setOpen(false)
    if (memberIds.length === 0) return
    await ask(contract.requests.invite, {
      params: { requestId: view.id },
      body: { memberIds },
    })
    tell.done(t('endorse.invited'))
    await readAgain()
  }
  return (
    <>
      <p className="quiet">{t('endorse.inviteLead')}</p>
      <Button onClick={() => setOpen(true)}>{t('endorse.invite')}</Button>
      <MemberPicker
        open={open}
        what="members"
        title={t('endorse.invite')}
        chosen={[]}
        without={without}
        onCancel={() => setOpen(false)}
        onDone={(chosen) => void invite(chosen.map(({ id }) => id)).catch(tell.problem)}
      />
    </>
  )
}

function EndorseForm({ view }: Props) {
  const { t } = useTranslation('requests')
  const tell = useTell()
  const [joins, setJoins] = useState(false)
  const send = async (words: string): Promise<void> => {
    const params = { requestId: view.id }
    await ask(contract.requests.endorse, { params, body: { words, joins } })
    tell.done(t('endorse.done'))
    await readAgain()
  }
  return (
    <>
      <p className="quiet">{t('endorse.lead')}</p>
      <WordsForm label={t('endorse.words')} act={t('endorse.act')} onSend={send}>
        {view.state === 'appealed' || view.state === 'rejected' ? (
          <p>
            <Checkbox checked={joins} onChange={(event) => setJoins(event.target.checked)}>
              {t('endorse.joins')}
            </Checkbox>
          </p>
        ) : null}
      </WordsForm>
    </>
  )
}

const looks = {
  scheduled: 'risk-medium',
  active: 'tag-good',
  suspended: 'tag-warn',
  expired: '',
  ended: '',
} as const

/** The grants that came of it, each with its end and, for whom they are, a way to ask for more time. */
export function GrantsOfIt({ view, mine }: Props & { readonly mine: boolean }) {
  const { t } = useTranslation('requests')
  if (view.grants.length === 0) return null
  return (
    <section className="sheet sheet-pad" aria-labelledby={`grants-${view.id}`}>
      <h2 id={`grants-${view.id}`}>{t('grants.title')}</h2>
      <ul className="lines">
        {view.grants.map(({ id, from, until, state }) => (
          <li key={id}>
            <span>
              <span className={`tag ${looks[state]}`}>{t(`grants.state.${state}`)}</span>{' '}
              <Span from={from} until={until} />
            </span>
            {mine && state === 'active' && until !== null ? (
              <Link to="/me/requests/new" search={{ grant: id }}>
                {t('grants.extend')}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
      {mine ? <Link to="/me/permissions">{t('grants.see')}</Link> : null}
    </section>
  )
}
