import { Parser } from 'saxen';

export interface XmlHandler {
  /** `name` comes without its namespace prefix. */
  readonly open?: (
    name: string,
    attribute: (name: string) => string | undefined,
    /** All of them, by the names that they are written under. */
    attributes: () => Readonly<Record<string, string>>,
  ) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Reads XML from front to back. Entities other than the five of XML stay as they are written; a DTD defines nothing. */
export const readXml = (xml: string, handler: XmlHandler): void => {
  const parser = new Parser();
  let failure: Error | undefined;
  parser.on('error', (error) => {
    failure ??= error;
  });
  parser.on('openTag', (name, attributes, decode) => {
    const attribute = (wanted: string) => {
      const value = attributes()[wanted];
      return value === undefined ? undefined : decode(value);
    };
    handler.open?.(local(name), attribute, attributes);
  });
  parser.on('closeTag', (name) => handler.close?.(local(name)));
  parser.on('text', (text, decode) => handler.text?.(decode(text)));
  parser.on('cdata', (text) => handler.text?.(text));
  parser.parse(xml);
  if (failure !== undefined) throw failure;
};
