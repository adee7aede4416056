import { DesktopOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { MemberCard, SessionView } from '@hufu/contract'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain, useAsk } from '../../data/queries.ts'
import { ReasonButton, whyNot } from '../../ui/reason-button.tsx'
import { Shown } from '../../ui/states.tsx'
import { useTell } from '../../ui/tell.tsx'
import { Time } from '../../ui/time.tsx'
import { useConsequence } from '../../ui/use-consequence.tsx'

/** Where a person is signed in, and the way to end one of it or all. */
export function MemberSessions({ member }: { readonly member: MemberCard }) {
  const { t } = useTranslation('directory')
  const see = member.can['sec.session.view']
  const read = useAsk(
    contract.identity.sessionsOf,
    { params: { memberId: member.id } },
    { enabled: see?.allowed === true },
  )
  const { signOut, end, dialog } = useSignOut(member, read.data?.items.length ?? 0)
  return (
    <section className="card-part">
      <header>
        <h3>{t('sessions.title')}</h3>
        <ReasonButton
          size="small"
          danger
          can={member.can['sec.session.kick']}
          permission="sec.session.kick"
          disabled={read.data?.items.length === 0}
          onClick={signOut}
        >
          {t('sessions.signOutAll')}
        </ReasonButton>
      </header>
      {see?.allowed === true ? (
        <Shown read={read}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="quiet">{t('sessions.none')}</p>
            ) : (
              <ul className="lines">
                {items.map((session) => (
                  <Line key={session.id} session={session} can={member.can} onEnd={() => end(session)} />
                ))}
              </ul>
            )
          }
        </Shown>
      ) : (
        <p className="quiet">{see === undefined ? null : whyNot(see, 'sec.session.view')}</p>
      )}
      {dialog}
    </section>
  )
}

type LineProps = {
  readonly session: SessionView
  readonly can: MemberCard['can']
  readonly onEnd: () => void
}

function Line({ session, can, onEnd }: LineProps) {
  const { t } = useTranslation('directory')
  return (
    <li>
      <DesktopOutlined aria-hidden />
      <span className="stack member-session">
        <span>{session.device}</span>
        <small>
          {t('sessions.lastSeen')} <Time at={session.lastSeenAt} />
        </small>
      </span>
      <ReasonButton
        size="small"
        danger
        can={can['sec.session.kick']}
        permission="sec.session.kick"
        aria-label={`${t('sessions.end')} ${session.device}`}
        onClick={onEnd}
      >
        {t('sessions.end')}
      </ReasonButton>
    </li>
  )
}

function useSignOut({ id, name }: MemberCard, count: number) {
  const { t } = useTranslation('directory')
  const tell = useTell()
  const { ask: askFirst, dialog } = useConsequence()
  const signOut = (): void =>
    askFirst({
      title: t('sessions.signOutTitle', { name }),
      lines: [t('sessions.signOutLine', { count })],
      act: t('sessions.signOutAll'),
      onAct: async (because) => {
        const { ended, applied } = await ask(contract.identity.signOutMember, {
          params: { memberId: id },
          body: { because },
        })
        tell.done(t('sessions.signedOut', { count: ended }), applied)
        await readAgain()
      },
    })
  const end = (session: SessionView): void =>
    askFirst({
      title: t('sessions.endTitle', { name }),
      lines: [t('sessions.endLine', { device: session.device })],
      act: t('sessions.end'),
      onAct: async (because) => {
        const params = { memberId: id, sessionId: session.id }
        const { applied } = await ask(contract.factors.endSessionOf, { params, body: { because } })
        tell.done(t('sessions.ended'), applied)
        await readAgain()
      },
    })
  return { signOut, end, dialog }
}
