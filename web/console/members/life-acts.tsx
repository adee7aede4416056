import { CalendarOutlined, SwapOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { MemberCard } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { REASON_TO_COME, usePreviewed } from '../../rights/use-previewed.tsx'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { OpenPlans } from '../plans/open-plans.tsx'
import { seeRevocation } from '../revocations/see-revocation.tsx'
import { useTell } from '../../ui/tell.tsx'

/** What changes a member's standing in the company: suspend, restore, leave. Each shows its exact effect first. */
export function LifeActs({ member }: { readonly member: MemberCard }) {
  const { t } = useTranslation('directory')
  const { t: plans } = useTranslation('plans')
  const { t: handover } = useTranslation('handover')
  const navigate = useNavigate()
  const { dialog, suspend, restore, depart } = useLife(member)
  if (member.status === 'departed') return null
  const may = { can: member.can['org.member.disable'], permission: 'org.member.disable' }
  return (
    <section className="card-part card-life">
      {member.status === 'suspended' ? (
        <ReasonButton {...may} type="primary" onClick={restore}>
          {t('life.restore')}
        </ReasonButton>
      ) : (
        <ReasonButton {...may} danger onClick={suspend}>
          {t('life.suspend')}
        </ReasonButton>
      )}
      <ReasonButton
        can={member.can['org.member.delete']}
        permission="org.member.delete"
        danger
        onClick={depart}
      >
        {t('life.depart')}
      </ReasonButton>
      <ReasonButton
        can={member.can['org.member.delete']}
        permission="org.member.delete"
        icon={<CalendarOutlined />}
        onClick={() =>
          void navigate({ to: '/console/plans/new', search: { member: member.id, what: 'departure' } })
        }
      >
        {plans('card.plan')}
      </ReasonButton>
      <Button
        icon={<SwapOutlined />}
        onClick={() =>
          void navigate({ to: '/console/members/$memberId/handover', params: { memberId: member.id } })
        }
      >
        {handover('link')}
      </Button>
      <OpenPlans memberId={member.id} />
      {dialog}
    </section>
  )
}

/** Suspending and leaving have one shape. */
type LeavingRoute = typeof contract.directory.suspend

function useLife(member: MemberCard) {
  const { id, name } = member
  const { t } = useTranslation('directory')
  const tell = useTell()
  const { ask: askFirst, dialog } = usePreviewed()
  const after = useAfterwards(member)
  const steps = (command: string) => [{ do: command, with: { memberId: id, because: REASON_TO_COME } }]
  const take = (route: LeavingRoute, done: string) => async (because: string) => {
    const { applied, revocationId } = await ask(route, { params: { memberId: id }, body: { because } })
    tell.done(done, applied, seeRevocation(revocationId))
    await readAgain()
  }
  const giveBack = async (because: string): Promise<void> => {
    const { applied } = await ask(contract.directory.restore, { params: { memberId: id }, body: { because } })
    tell.done(t('life.restored'), applied)
    await readAgain()
  }
  return {
    dialog,
    suspend: () =>
      askFirst({
        title: t('life.suspendTitle', { name }),
        lines: [
          t('life.suspendLines.rights'),
          t('life.suspendLines.sessions'),
          t('life.suspendLines.keeps'),
          ...after.suspending,
        ],
        act: t('life.suspend'),
        danger: true,
        reason: true,
        steps: steps('members.suspend'),
        onAct: take(contract.directory.suspend, t('life.suspended')),
      }),
    restore: () =>
      askFirst({
        title: t('life.restoreTitle', { name }),
        lines: [t('life.restoreLine', { name })],
        act: t('life.restore'),
        reason: true,
        steps: steps('members.restore'),
        onAct: giveBack,
      }),
    depart: () =>
      askFirst({
        title: t('life.departTitle', { name }),
        lines: [
          t('life.departLines.rights'),
          t('life.departLines.appointments'),
          t('life.departLines.forGood'),
          ...after.leaving,
        ],
        act: t('life.depart'),
        danger: true,
        reason: true,
        steps: steps('members.depart'),
        onAct: take(contract.directory.depart, t('life.departed')),
      }),
  }
}

/** What is left behind, beside rights: departments that somebody headed, groups that somebody stood in. */
function useAfterwards({ appointments, groups }: MemberCard) {
  const { t } = useTranslation('directory')
  const { t: changes } = useTranslation('changes')
  const join = (names: readonly string[]): string => names.join(changes('join'))
  const headed = join(appointments.flatMap(({ head, departmentName }) => (head ? [departmentName] : [])))
  return {
    suspending: headed === '' ? [] : [t('life.headSuspended', { departments: headed })],
    leaving: [
      t('life.departLines.keeping'),
      ...(headed === '' ? [] : [t('life.headLeaves', { departments: headed })]),
      ...(groups.length === 0
        ? []
        : [t('life.groupsLeft', { groups: join(groups.map((group) => group.name)) })]),
    ],
  }
}
