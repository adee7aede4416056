import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { contract } from '@hufu/contract'
import type { TemplateView } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { Button, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { ask } from '../../data/ask.ts'
import { readAgain } from '../../data/queries.ts'
import { PreviewedDrawer } from '../../rights/previewed-drawer.tsx'
import { RightField } from '../../rights/right-field.tsx'
import type { RightChoice } from '../../rights/right-field.tsx'
import { ScopeField } from '../../rights/scope-field.tsx'
import { isWhole, sentScope } from '../../rights/sent-scope.ts'
import type { Scope } from '../../rights/sent-scope.ts'
import { ReasonItem } from '../../ui/consequence-dialog.tsx'
import { useTell } from '../../ui/tell.tsx'

type Item = { readonly id: string; readonly right: RightChoice; readonly scope: Scope }
type Values = { readonly items: readonly Item[]; readonly because: string }
type Props = { readonly template: TemplateView; readonly onClose: () => void }

/** Sets what a position gives; before it is saved, what that changes for everybody who holds it. */
export function TemplateForm({ template, onClose }: Props) {
  const { t } = useTranslation('giving')
  const tell = useTell()
  const params = { positionId: template.positionId }
  return (
    <PreviewedDrawer<Values>
      title={t('template.title', { name: template.name })}
      width={640}
      initial={{ items: template.items.map(itemOf) }}
      onClose={onClose}
      stepsOf={(values) => [{ do: 'positions.set-template', with: { ...params, ...bodyOf(values) } }]}
      onSend={async (values) => {
        const { given, ended, applied } = await ask(contract.authority.setTemplate, {
          params,
          body: bodyOf(values),
        })
        tell.done(t('template.saved', { given, ended }), applied)
        await readAgain()
      }}
    >
      <Form.Item
        name="items"
        rules={[
          {
            validator: (_, items: Values['items']) =>
              items.every(({ right, scope }) => chosenIn(right) !== null && isWhole(scope))
                ? Promise.resolve()
                : Promise.reject(new Error(t('template.half'))),
          },
        ]}
      >
        <ItemsField />
      </Form.Item>
      <ReasonItem />
    </PreviewedDrawer>
  )
}

const chosenIn = (right: RightChoice): string | null => (right.type === 'role' ? right.id : right.key)

const itemOf = ({ grantId, right, scope: { label: _, ...scope } }: TemplateView['items'][number]): Item => ({
  id: grantId,
  right:
    right.type === 'role'
      ? { type: 'role', id: right.id, name: right.label }
      : { type: 'permission', key: right.key },
  scope,
})

const bodyOf = ({ items, because }: Values) => ({
  items: items.map(({ right, scope }) => ({
    right:
      right.type === 'role'
        ? { type: 'role' as const, id: right.id ?? '' }
        : { type: 'permission' as const, key: right.key ?? '' },
    scope: sentScope(scope),
  })),
  because: because.trim(),
})

type FieldProps = {
  readonly id?: string
  readonly value?: readonly Item[]
  readonly onChange?: (items: readonly Item[]) => void
}

/** A form's field for the rights of a template, each with the place where it holds. */
function ItemsField({ id, value = [], onChange }: FieldProps) {
  const { t } = useTranslation('giving')
  const put = (changed: Item): void =>
    onChange?.(value.map((item) => (item.id === changed.id ? changed : item)))
  return (
    <div {...(id === undefined ? {} : { id })} className="template-items">
      {value.map((item, index) => (
        <section key={item.id} aria-label={t('template.item', { place: index + 1 })}>
          <header>
            <strong>{t('template.item', { place: index + 1 })}</strong>
            <Button
              size="small"
              type="text"
              danger
              icon={<DeleteOutlined />}
              aria-label={t('template.remove', { place: index + 1 })}
              onClick={() => onChange?.(value.filter((other) => other.id !== item.id))}
            />
          </header>
          <RightField value={item.right} onChange={(right) => put({ ...item, right })} />
          <ScopeField value={item.scope} onChange={(scope) => put({ ...item, scope })} />
        </section>
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() =>
          onChange?.([
            ...value,
            { id: newId(), right: { type: 'permission', key: null }, scope: { type: 'own-department' } },
          ])
        }
      >
        {t('template.add')}
      </Button>
    </div>
  )
}
