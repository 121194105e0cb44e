import { useQuery } from '@tanstack/react-query';
import { api, type Schemas, take } from './api.ts';
import { useLanguage } from './language.ts';

export type Workflow = Schemas['CaseWorkflow'];
export type WordKind = keyof Workflow['words'];

const loadWorkflow = () => take(api.GET('/api/v1/case-workflow'));

/** The work loop and the words for its codes: the same for everybody, and for as long as the page is open. */
export const useWorkflow = (): Workflow | undefined =>
  useQuery({ queryKey: ['workflow'], queryFn: loadWorkflow, staleTime: Number.POSITIVE_INFINITY }).data;

/** What a code is called; the code itself where nobody has named it. */
export type Word = (kind: WordKind, code: string) => string;

export const useWord = (): Word => {
  const workflow = useWorkflow();
  const language = useLanguage();
  return (kind, code) => {
    const words = workflow?.words[kind].find((each) => each.code === code);
    if (words === undefined) return workflow === undefined ? '' : code;
    return language === 'en' ? words.en : words.zh;
  };
};
