/** As the contract's scope. */
export type Scope =
  | { readonly type: 'workspace' }
  | { readonly type: 'departments'; readonly ids: readonly string[] }
  | { readonly type: 'own-department' }
  | { readonly type: 'resource'; readonly kind: string; readonly id: string }

/** Whether a scope says enough to be sent. */
export function isWhole(scope: Scope | undefined): boolean {
  if (scope === undefined) return false
  if (scope.type === 'departments') return scope.ids.length > 0
  return scope.type !== 'resource' || (scope.kind.trim() !== '' && scope.id.trim() !== '')
}

/** A scope as the request takes it: lists of its own, never those of a form. */
export const sentScope = (scope: Scope) =>
  scope.type === 'departments' ? { type: scope.type, ids: [...scope.ids] } : scope
