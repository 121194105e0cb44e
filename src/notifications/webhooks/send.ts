/** The outcome of one call. Permanent failures are not retried. */
export type SendOutcome =
  | { readonly status: 'delivered'; readonly httpStatus: number }
  | { readonly status: 'failed'; readonly reason: string; readonly permanent: boolean };

/** Calls a receiver once. */
export type SendWebhook = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<SendOutcome>;
