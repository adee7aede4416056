import { PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { MemberCard } from '@hufu/contract'
import { Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { PreviewedDrawer } from '../../rights/previewed-drawer.tsx'
import { usePreviewed } from '../../rights/use-previewed.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { ReasonButton } from '../../ui/reason-button.tsx'
import { useTell } from '../../ui/tell.tsx'
import { REASON_LENGTH_MAX } from '../../ui/consequence-dialog.tsx'
import { AppointmentFields } from './appointment-fields.tsx'
import { MoveReview, keptOf } from './move-review.tsx'
import type { Kept } from './move-review.tsx'

type Appointment = MemberCard['appointments'][number]
type Props = { readonly member: MemberCard }

const readAll = () => Promise.all([readAgain(contract.directory.tree), readAgain()])

/** Where a person works: several departments, one of them primary; each can be changed or ended. */
export function Appointments({ member }: Props) {
  const { t } = useTranslation('directory')
  const [open, setOpen] = useState<Appointment | 'new' | null>(null)
  const may = { can: member.can['org.member.move'], permission: 'org.member.move' } as const
  return (
    <section className="card-part">
      <header>
        <h3>{t('appointment.title')}</h3>
        <ReasonButton {...may} size="small" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
          {t('appointment.add')}
        </ReasonButton>
      </header>
      <ul className="lines">
        {member.appointments.map((each) => (
          <Line key={each.id} member={member} appointment={each} onChange={() => setOpen(each)} />
        ))}
      </ul>
      {open === null ? null : (
        <AppointmentForm
          member={member}
          appointment={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}

type LineProps = Props & { readonly appointment: Appointment; readonly onChange: () => void }

function Line({ member, appointment, onChange }: LineProps) {
  const { t } = useTranslation('directory')
  const tell = useTell()
  const { ask: askFirst, dialog } = usePreviewed()
  const may = { can: member.can['org.member.move'], permission: 'org.member.move' } as const
  const department = appointment.departmentName
  const end = (): void =>
    askFirst({
      title: t('appointment.endTitle', { department }),
      lines: [t('appointment.endLine', { name: member.name, department })],
      act: t('appointment.end'),
      danger: true,
      steps: [{ do: 'appointments.end', with: { appointmentId: appointment.id } }],
      onAct: async () => {
        const { applied } = await ask(contract.directory.endAppointment, {
          params: { appointmentId: appointment.id },
        })
        tell.done(t('appointment.ended'), applied)
        await readAll()
      },
    })
  return (
    <li>
      <span className="stack">
        <span>
          {appointment.departmentPath.join(' / ')}
          {appointment.primary ? <span className="tag head-tag">{t('appointment.primary')}</span> : null}
          {appointment.head ? <span className="tag tag-good head-tag">{t('members.head')}</span> : null}
        </span>
        <small>{appointment.positionName ?? t('member.noPosition')}</small>
      </span>
      <span className="row-acts">
        <ReasonButton {...may} size="small" type="text" onClick={onChange}>
          {t('appointment.change')}
        </ReasonButton>
        <ReasonButton {...may} size="small" type="text" danger onClick={end}>
          {t('appointment.end')}
        </ReasonButton>
      </span>
      {dialog}
    </li>
  )
}

type Values = {
  readonly department: readonly Chosen[]
  readonly positionId?: string | null
  readonly primary?: boolean
  readonly head?: boolean
  readonly because?: string
}

type FormProps = Props & { readonly appointment: Appointment | null; readonly onClose: () => void }

function AppointmentForm({ member, appointment, onClose }: FormProps) {
  const { t } = useTranslation('directory')
  const { t: plans } = useTranslation('plans')
  const tell = useTell()
  const { partOf, reviewOf } = useMove(appointment)
  const send = async (values: Values): Promise<void> => {
    const body = bodyOf(values)
    const { applied } =
      appointment === null
        ? await ask(contract.directory.appoint, { params: { memberId: member.id }, body })
        : await ask(contract.directory.changeAppointment, {
            params: { appointmentId: appointment.id },
            body: { ...body, ...partOf(values) },
          })
    tell.done(t('appointment.saved'), applied)
    await readAll()
  }
  return (
    <PreviewedDrawer<Values>
      title={
        appointment === null
          ? t('appointment.addTitle', { name: member.name })
          : t('appointment.changeTitle', { department: appointment.departmentName })
      }
      initial={valuesOf(appointment)}
      onClose={onClose}
      stepsOf={(values) => [
        appointment === null
          ? { do: 'appointments.make', with: { memberId: member.id, ...bodyOf(values) } }
          : { do: 'appointments.change', with: { appointmentId: appointment.id, ...bodyOf(values) } },
      ]}
      onSend={send}
      more={reviewOf}
    >
      <AppointmentFields />
      <Form.Item name="primary" valuePropName="checked">
        <Checkbox disabled={appointment?.primary ?? false}>{t('member.isPrimary')}</Checkbox>
      </Form.Item>
      {appointment === null ? null : (
        <Form.Item name="because" label={plans('move.because')}>
          <Input maxLength={REASON_LENGTH_MAX} />
        </Form.Item>
      )}
    </PreviewedDrawer>
  )
}

const bodyOf = ({ department, positionId, primary, head }: Values) => ({
  departmentId: department[0]?.id ?? '',
  positionId: positionId ?? null,
  head: head ?? false,
  // Only ever moved to another appointment, never taken from the only one.
  ...(primary === true ? { primary } : {}),
})

/** Changing the main appointment changes the job: what it takes with it, and what of it is kept. */
function useMove(appointment: Appointment | null) {
  const { t } = useTranslation('plans')
  const [kept, setKept] = useState<Kept>(new Map())
  const isMove = (values: Values): boolean =>
    appointment !== null &&
    appointment.primary &&
    (values.department[0]?.id !== appointment.departmentId ||
      (values.positionId ?? null) !== appointment.positionId)
  return {
    partOf: (values: Values) => (isMove(values) ? { ...becauseOf(values), ...keptOf(kept, t) } : {}),
    reviewOf: (values: Values) =>
      appointment !== null && isMove(values) ? (
        <MoveReview
          asked={{
            appointmentId: appointment.id,
            departmentId: values.department[0]?.id ?? '',
            positionId: values.positionId ?? null,
          }}
          kept={kept}
          onKept={setKept}
        />
      ) : null,
  }
}

const becauseOf = ({ because = '' }: Values) => (because.trim() === '' ? {} : { because: because.trim() })

const valuesOf = (appointment: Appointment | null): Partial<Values> =>
  appointment === null
    ? { department: [] }
    : {
        department: [
          {
            type: 'department',
            id: appointment.departmentId,
            name: appointment.departmentName,
            hint: appointment.departmentPath.join(' / '),
          },
        ],
        positionId: appointment.positionId,
        primary: appointment.primary,
        head: appointment.head,
      }
