import { useQuery } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useLanguage } from '../../shared/language.ts';

export type RequestKind = Schemas['DeviceRequestKind'];

/** What the JSON schema of a kind's parameters says of one of them. */
export interface Parameter {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly (string | number)[];
}
interface ParameterSchema {
  readonly properties?: Readonly<Record<string, Parameter>>;
  readonly required?: readonly string[];
}

export const parametersOf = (kind: RequestKind | undefined): Required<ParameterSchema> => {
  const { properties = {}, required = [] } = (kind?.parameters ?? {}) as ParameterSchema;
  return { properties, required };
};

/** What devices can be asked for: the same for everybody. */
export const useRequestKinds = (): readonly RequestKind[] =>
  useQuery({
    queryKey: ['device-request-kinds'],
    queryFn: () => take(api.GET('/api/v1/device-request-kinds', { params: { query: {} } })),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.items ?? [];

/** A wire standard as people write it. */
export const useStandardLabel = () => {
  const kinds = useRequestKinds();
  return (standard: string): string =>
    kinds.find((each) => each.standard === standard)?.standardLabel ?? standard;
};

/** What a kind of request is called. */
export const useTitleOf = () => {
  const language = useLanguage();
  return ({ titleZh, titleEn }: RequestKind): string => (language === 'en' ? titleEn : titleZh);
};

/** What the codes are called that a parameter takes, or that a result names. */
export const useChoicesOf = () => {
  const language = useLanguage();
  return (kind: RequestKind | undefined, parameter: string): { value: string; label: string }[] | undefined =>
    kind?.choices
      .find((each) => each.parameter === parameter)
      ?.words.map(({ code, zh, en }) => ({
        value: code,
        label: `${language === 'en' ? en : zh}（${code}）`,
      }));
};
