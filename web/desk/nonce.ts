/** The nonce of the answer that brought this page. */
export const pageNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/**
 * Gives the nonce to every style element that a script makes. Some parts of the kit make theirs without it (measuring the scroll bar,
 * locking the scroll of a dialogue), and the browser would refuse them.
 */
export const nonceEveryStyle = (): void => {
  const nonce = pageNonce();
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (name.toLowerCase() === 'style') element.setAttribute('nonce', nonce);
    return element;
  }) as typeof document.createElement;
};
