import type { Route } from '@hufu/contract'

type Schema = { readonly _zod: { readonly input: unknown; readonly output: unknown } }
type In<S extends Schema> = S['_zod']['input']
type Out<S extends Schema> = S['_zod']['output']

/** One part of a request: left out when the route takes none, optional when everything in it is. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? unknown
  : Record<never, never> extends Value
    ? { readonly [K in Name]?: Value }
    : { readonly [K in Name]: Value }

/** What a route takes. Query values are given as the server reads them (numbers as numbers). */
export type InputOf<R extends Route> = Part<'params', In<R['params']>> &
  Part<'query', Out<R['query']>> &
  Part<'body', In<R['body']>>

/** What a route answers. */
export type AnswerOf<R extends Route> = Out<R['answer']>

/** Any input, after the types have done their work. */
export type RawInput = {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}
