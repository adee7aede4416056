import { contract } from '@hufu/contract'
import { ask } from './ask.ts'
import { queryClient } from './queries.ts'
import { closeLine } from './socket.ts'

type Navigate = (to: { to: '/sign-in'; search: { because?: string; back?: string } }) => Promise<void>

/** Signs out here and leads to the sign-in page. An unreachable server still leaves nothing of mine on the page. */
export async function signOutHere(navigate: Navigate): Promise<void> {
  try {
    await ask(contract.identity.signOut, {})
  } finally {
    await leave(navigate, {})
  }
}

/** Forgets everything read and leads to the sign-in page, telling why and where to come back to. */
export async function leave(navigate: Navigate, search: { because?: string; back?: string }): Promise<void> {
  closeLine()
  await queryClient.cancelQueries()
  await navigate({ to: '/sign-in', search })
  queryClient.clear()
}
