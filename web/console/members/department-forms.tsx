import { NAME_MAX, contract } from '@hufu/contract'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { PreviewedDrawer } from '../../rights/previewed-drawer.tsx'
import { nameIn, pathOf } from '../../ui/department-index.ts'
import type { DepartmentIndex } from '../../ui/department-index.ts'
import { PickerField } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/form-drawer.tsx'
import type { Chosen } from '../../ui/picker.ts'
import { useTell } from '../../ui/tell.tsx'
import { MemberForm } from './member-form.tsx'

export type OpenForm = 'create' | 'rename' | 'move' | 'member' | null

type Props = {
  readonly form: OpenForm
  readonly index: DepartmentIndex
  readonly departmentId: string
  readonly onClose: () => void
}

/** The form that is open for a department, if any. */
export function DepartmentForms(props: Props) {
  const navigate = useNavigate()
  if (props.form === 'create' || props.form === 'rename')
    return (
      <NameForm
        {...props}
        onNamed={(department) =>
          void navigate({ to: '/console/members', search: (before) => ({ ...before, department }) })
        }
      />
    )
  if (props.form === 'move') return <MoveForm {...props} />
  if (props.form !== 'member') return null
  const name = nameIn(props.index, props.departmentId) ?? ''
  const hint = pathOf(props.index, props.departmentId).join(' / ')
  return (
    <MemberForm
      member={null}
      department={{ type: 'department', id: props.departmentId, name, hint }}
      onClose={props.onClose}
      onAdded={(member) =>
        void navigate({ to: '/console/members', search: (before) => ({ ...before, member }) })
      }
    />
  )
}

type NameProps = Props & { readonly onNamed: (departmentId: string) => void }

function NameForm({ form, index, departmentId, onClose, onNamed }: NameProps) {
  const { t } = useTranslation('directory')
  const { t: common } = useTranslation()
  const tell = useTell()
  const name = nameIn(index, departmentId) ?? ''
  const creating = form === 'create'
  return (
    <FormDrawer<{ name: string }>
      title={t(creating ? 'department.createIn' : 'department.renameTitle', { name })}
      initial={creating ? {} : { name }}
      onClose={onClose}
      onSend={async (values) => {
        const { id, applied } = creating
          ? await ask(contract.directory.createDepartment, {
              body: { parentId: departmentId, name: values.name },
            })
          : {
              id: departmentId,
              ...(await ask(contract.directory.renameDepartment, {
                params: { departmentId },
                body: { name: values.name },
              })),
            }
        tell.done(t(creating ? 'department.created' : 'department.renamed'), applied)
        await Promise.all([readAgain(contract.directory.tree), readAgain()])
        onNamed(id)
      }}
    >
      <Form.Item
        name="name"
        label={t('department.name')}
        rules={[
          {
            required: true,
            whitespace: true,
            message: common('field.needed', { name: t('department.name') }),
          },
        ]}
      >
        <Input autoFocus maxLength={NAME_MAX} />
      </Form.Item>
    </FormDrawer>
  )
}

function MoveForm({ index, departmentId, onClose }: Props) {
  const { t } = useTranslation('directory')
  const { t: common } = useTranslation()
  const tell = useTell()
  const name = nameIn(index, departmentId) ?? ''
  const place = index.place.get(departmentId) ?? 0
  const count = (index.end[place] ?? place + 1) - place
  const people = index.total[place] ?? 0
  return (
    <PreviewedDrawer<{ to: readonly Chosen[] }>
      title={t('department.moveTitle', { name })}
      act={t('department.move')}
      initial={{ to: [] }}
      onClose={onClose}
      stepsOf={({ to }) => [{ do: 'departments.move', with: { departmentId, parentId: to[0]?.id } }]}
      onSend={async ({ to }, { reach }) => {
        const parentId = to[0]?.id
        if (parentId === undefined) return
        const { applied } = await ask(contract.directory.moveDepartment, {
          params: { departmentId },
          // Exactly those whom the preview named: somebody else's reach must not grow unseen.
          body: { parentId, reach: reach.map(({ id }) => id) },
        })
        tell.done(t('department.moved'), applied)
        await Promise.all([readAgain(contract.directory.tree), readAgain()])
      }}
    >
      <Form.Item
        name="to"
        label={t('department.moveTo')}
        rules={[
          {
            required: true,
            type: 'array',
            min: 1,
            message: common('field.needed', { name: t('department.moveTo') }),
          },
        ]}
      >
        <PickerField what="departments" many={false} label={t('department.moveTo')} />
      </Form.Item>
      <Form.Item shouldUpdate noStyle>
        {({ getFieldValue }) => {
          // The field above holds exactly this.
          const to = getFieldValue('to') as readonly Chosen[] | undefined
          const target = to?.[0]?.name
          return target === undefined ? null : (
            <section className="consequence" aria-label={common('ask.consequence')}>
              <h3>{common('ask.consequence')}</h3>
              <ul>
                <li>{t('department.moveLine', { name, to: target, count, people })}</li>
                <li>{t('department.moveLine2')}</li>
              </ul>
            </section>
          )
        }}
      </Form.Item>
    </PreviewedDrawer>
  )
}
