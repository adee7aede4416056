/** AuthZEN answers as JSON, written by hand: a batch has a thousand of them. The same bytes as by the contract. */
import type { Decision } from '@hufu/authority'
import type { Answer } from './authzen.ts'

/** The JSON of one answer, or of those to a batch. */
export const textOfAnswers = (answer: Answer | { readonly evaluations: readonly Answer[] }): string =>
  'evaluations' in answer ? `{"evaluations":[${answer.evaluations.map(textOf).join(',')}]}` : textOf(answer)

function textOf(answer: Answer): string {
  const { decision, context } = answer
  // What was not found says so in words.
  if ('error' in context) return JSON.stringify(answer)
  const { reason, by, revision, kind } = context
  // Codes and kinds are names of ours, with nothing in them to escape.
  return `{"decision":${decision ? 'true' : 'false'},"context":{"reason":"${reason}","by":[${textOfReasons(by)}],"revision":${revision},"kind":"${kind}"}}`
}

function textOfReasons(by: Decision['by']): string {
  let text = ''
  for (const { kind, id } of by) text += `${text === '' ? '' : ','}{"kind":"${kind}","id":${quoted(id)}}`
  return text
}

// Ids may come from elsewhere and say anything; nearly all are plain.
const quoted = (id: string): string => (plain.test(id) ? `"${id}"` : JSON.stringify(id))
const plain = /^[\w-]*$/
