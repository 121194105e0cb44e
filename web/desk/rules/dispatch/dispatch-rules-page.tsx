import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useSay } from '../../../shared/language.ts';
import { Loaded } from '../../list/loaded.tsx';
import { Moment } from '../../list/moment.tsx';
import { RuleTabs } from '../rule-tabs.tsx';
import { useMayInProvince } from '../use-may-in-province.ts';
import { Versions } from '../versions.tsx';
import { DISPATCH_RULES, publishRules, ruleSetsQuery } from './dispatch-query.ts';
import { DraftEditor } from './draft-editor.tsx';
import { RuleSetTable } from './rule-set-table.tsx';

/** The ordered set of dispatch rules in force, a draft of the next one, and the former ones. */
export const DispatchRulesPage = () => {
  const say = useSay();
  const mayManage = useMayInProvince('dispatchRule:manage');
  const [isEditing, setEditing] = useState(false);
  const [shown, setShown] = useState<number>();
  const sets = useQuery(ruleSetsQuery);
  const items = sets.data?.items ?? [];
  const present = items[0];
  const set = items.find(({ ruleSetVersion }) => ruleSetVersion === shown) ?? present;
  return (
    <main className="queue-list">
      <RuleTabs />
      <Loaded of={sets}>
        {set === undefined || present === undefined ? (
          <p className="state">{say('还没有派遣规则。', 'There are no dispatch rules yet.')}</p>
        ) : (
          <>
            <header className="rule-head">
              <div>
                <h2>{set.name}</h2>
                <p>
                  {say(`第 ${set.ruleSetVersion} 版，`, `Version ${set.ruleSetVersion}, `)}
                  <Moment at={set.publishedAt} />
                  {set === present
                    ? say(' 起生效', ' in force')
                    : say('，已被后来的版本代替', ', replaced since')}
                </p>
                <p>{set.source}</p>
              </div>
              <p className="acts">
                {set !== present && (
                  <Button onClick={() => setShown(undefined)}>
                    {say('看现行版本', 'The version in force')}
                  </Button>
                )}
                {mayManage && !isEditing && (
                  <Button
                    onClick={() => {
                      setShown(undefined);
                      setEditing(true);
                    }}
                  >
                    {say('修改', 'Change')}
                  </Button>
                )}
              </p>
            </header>
            {isEditing ? (
              <DraftEditor present={present} onDone={() => setEditing(false)} />
            ) : (
              <RuleSetTable rules={set.rules} />
            )}
            <Versions
              of={sets}
              versions={items.map(({ ruleSetVersion, name, source, rules, ...published }) => ({
                ...published,
                version: ruleSetVersion,
                about: say(
                  `${name}，${rules.length} 条；${source}`,
                  `${name}, ${rules.length} rules; ${source}`,
                ),
              }))}
              mayManage={mayManage && !isEditing}
              {...(isEditing ? {} : { onShow: setShown })}
              reinstate={(version) =>
                publishRules(items.find(({ ruleSetVersion }) => ruleSetVersion === version)!)
              }
              queryKeys={[[DISPATCH_RULES]]}
            />
          </>
        )}
      </Loaded>
    </main>
  );
};
