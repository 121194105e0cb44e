import { useSay } from '../../../shared/language.ts';
import { useWord } from '../../../shared/words.ts';
import { useModels } from '../../device/device-query.ts';
import { conditionWords } from './condition-words.ts';
import type { AlarmRule } from './rule-query.ts';

/** When a rule raises and clears, by the names of its model. */
export const useConditionWords = () => {
  const say = useSay();
  const word = useWord();
  const models = useModels();
  return ({ condition, modelId }: Pick<AlarmRule, 'condition' | 'modelId'>): string =>
    conditionWords(condition, { say, word, model: models.find((each) => each.modelId === modelId) });
};
