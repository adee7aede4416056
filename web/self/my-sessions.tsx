import { DesktopOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { Can, SessionView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask } from '../data/ask.ts'
import { useMay } from '../data/me.ts'
import { readAgain, useAsk } from '../data/queries.ts'
import { ReasonButton } from '../ui/reason-button.tsx'
import { Shown } from '../ui/states.tsx'
import { useTell } from '../ui/tell.tsx'
import { Time, clockTime } from '../ui/time.tsx'
import { useConsequence } from '../ui/use-consequence.tsx'
import { listed } from '../words/listed.ts'

/** Where I am signed in; any but this one can be ended from here. */
export function MySessions() {
  const { t } = useTranslation('self')
  const read = useAsk(contract.identity.mySessions, {})
  const may = useMay('sec.self.manage')
  const { end, endOthers, dialog } = useEnd()
  const others = read.data?.items.filter(({ current }) => !current).length ?? 0
  return (
    <section className="sheet sheet-pad" aria-label={t('sessions.title')}>
      <header className="section-head">
        <h2>{t('sessions.title')}</h2>
        <ReasonButton
          size="small"
          danger
          can={may}
          permission="sec.self.manage"
          disabled={others === 0}
          onClick={() => endOthers(others)}
        >
          {t('sessions.endOthers')}
        </ReasonButton>
      </header>
      <p className="quiet">{t('sessions.lead')}</p>
      <Shown read={read}>
        {({ items }) => (
          <ul className="lines">
            {items.map((session) => (
              <Line key={session.id} session={session} may={may} onEnd={() => end(session)} />
            ))}
          </ul>
        )}
      </Shown>
      {dialog}
    </section>
  )
}

type LineProps = { readonly session: SessionView; readonly may: Can; readonly onEnd: () => void }

function Line({ session, may, onEnd }: LineProps) {
  const { t } = useTranslation('self')
  const { t: proving } = useTranslation('proving')
  return (
    <li>
      <DesktopOutlined aria-hidden className="self-device" />
      <span className="stack self-grow">
        <span>
          {session.device}{' '}
          {session.current ? <span className="tag tag-good">{t('sessions.current')}</span> : null}
        </span>
        <small>
          {t('sessions.by', { ways: listed(session.methods.map((way) => proving(`ways.${way}`))) })}
        </small>
        <small>
          {t('sessions.lastSeen')} <Time at={session.lastSeenAt} /> · {t('sessions.since')}{' '}
          <Time at={session.createdAt} /> · {t('sessions.until')} {clockTime(session.absoluteUntil)}
        </small>
      </span>
      {session.current ? null : (
        <ReasonButton
          size="small"
          danger
          can={may}
          permission="sec.self.manage"
          aria-label={`${t('sessions.end')} ${session.device}`}
          onClick={onEnd}
        >
          {t('sessions.end')}
        </ReasonButton>
      )}
    </li>
  )
}

function useEnd() {
  const { t } = useTranslation('self')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const end = ({ id, device }: SessionView): void =>
    askFirst({
      title: t('sessions.endTitle'),
      lines: [t('sessions.endLine', { device })],
      act: t('sessions.end'),
      reason: false,
      onAct: async () => {
        const { applied } = await ask(contract.identity.endMySession, { params: { sessionId: id } })
        tell.done(t('sessions.ended'), applied)
        await readAgain()
      },
    })
  const endOthers = (count: number): void =>
    askFirst({
      title: t('sessions.endOthersTitle'),
      lines: [t('sessions.endOthersLine', { count })],
      act: t('sessions.endOthers'),
      reason: false,
      onAct: async () => {
        const { ended, applied } = await ask(contract.factors.endOthers, { body: {} })
        tell.done(t('sessions.endedOthers', { count: ended }), applied)
        await readAgain()
      },
    })
  return { end, endOthers, dialog }
}
